// The pictures of a page, large and one after the other. Without this a picture's link leads to its page.
"use strict";

const box = document.getElementById("lightbox");
const links = [...document.querySelectorAll("a.picture-link[data-large]")];
const part = (name) => box.querySelector(`.lightbox-${name}`);
let current = 0;

function image(link) {
  const large = new Image(link.dataset.width, link.dataset.height);
  const small = link.querySelector("img");
  large.alt = small.alt;
  // Until it has come, the small one stands in its place.
  large.style.background = `center / contain no-repeat url("${small.currentSrc || small.src}")`;
  large.addEventListener("load", () => large.removeAttribute("style"));
  large.src = link.dataset.large;
  return large;
}

// What stands under the picture on the page, links included; else its tool tip, else what it shows.
function caption(link) {
  const written = link.parentElement.querySelector(":scope > figcaption");
  if (!written) return [link.title || link.querySelector("img").alt];
  const copy = written.cloneNode(true);
  for (const extra of copy.querySelectorAll(".fa")) extra.remove();
  return [...copy.childNodes];
}

function show(number) {
  current = (number + links.length) % links.length;
  const link = links[current];
  const large = image(link);
  const stage = part("stage");
  stage.setAttribute("aria-busy", "true");
  large.addEventListener("load", () => stage.removeAttribute("aria-busy"));
  large.addEventListener("error", () => stage.removeAttribute("aria-busy"));
  stage.replaceChildren(large);
  part("caption").replaceChildren(...caption(link));
  part("page").href = link.href;
  part("place").textContent = links.length > 1 ? `${current + 1} / ${links.length}` : "";
  if (links.length > 1) image(links[(current + 1) % links.length]); // fetched ahead
}

function open(link) {
  show(links.indexOf(link));
  box.showModal();
  part("close").focus();
}

function step(direction) {
  const forward = document.documentElement.dir === "rtl" ? -direction : direction;
  show(current + forward);
}

if (box && links.length) {
  box.classList.toggle("lightbox-single", links.length === 1);
  for (const link of links) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open(link);
    });
  }
  part("close").addEventListener("click", () => box.close());
  part("previous").addEventListener("click", () => show(current - 1));
  part("next").addEventListener("click", () => show(current + 1));
  box.addEventListener("click", (event) => {
    if (event.target === box || event.target === part("stage")) box.close();
  });
  box.addEventListener("keydown", (event) => {
    if (links.length > 1 && event.key === "ArrowRight") step(1);
    else if (links.length > 1 && event.key === "ArrowLeft") step(-1);
    else return;
    event.preventDefault();
  });
  // The keyboard goes on from the picture that was shown last.
  box.addEventListener("close", () => {
    part("stage").replaceChildren();
    links[current].focus();
  });
}
