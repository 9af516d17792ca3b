// A narrow header with the title, the contents and the page's tabs, while its own title is out of sight.
// It is made from what stands on the page; on a small screen it would take more room than it gives.
const room = matchMedia("(min-width: 720px) and (min-height: 500px)");
const title = document.getElementById("firstHeading");
const TABS = ["ca-talk", "ca-history", "ca-watch", "ca-unwatch", "ca-viewsource", "ca-edit"];

function copyOf(tab) {
  const copy = tab.cloneNode(true);
  copy.removeAttribute("id");
  copy.removeAttribute("accesskey");
  return copy;
}

function contentsButton() {
  const copy = document.querySelector(".contents-open")?.cloneNode(true);
  copy?.classList.remove("contents-open");
  return copy ?? "";
}

function makeHeader(tabs) {
  const bar = document.createElement("nav");
  bar.className = "sticky-header";
  bar.hidden = true;
  bar.setAttribute("aria-label", title.textContent);
  const inside = document.createElement("div");
  const name = document.createElement("a");
  name.href = "#top";
  name.className = "sticky-title";
  name.textContent = title.textContent;
  inside.append(contentsButton(), name, ...tabs.map(copyOf));
  bar.append(inside);
  return bar;
}

const tabs = TABS.map((id) => document.getElementById(id)).filter(Boolean);
if (title && tabs.length > 1) {
  const bar = makeHeader(tabs);
  let passed = false;
  const update = () => {
    bar.hidden = !(passed && room.matches);
  };
  document.querySelector(".top").after(bar);
  document.documentElement.classList.add("has-sticky");
  new IntersectionObserver(([{ isIntersecting, boundingClientRect }]) => {
    passed = !isIntersecting && boundingClientRect.bottom < 0;
    update();
  }).observe(title);
  room.addEventListener("change", update);
}
