// The star and the [watch] links work where they stand; without this they are a form and a page.
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;

async function send(values) {
  const answer = await fetch("/watch", {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token },
    body: new URLSearchParams(values),
  });
  if (answer.status >= 500 || !answer.headers.get("Content-Type")?.startsWith("application/json")) return null;
  return answer.json();
}

// ---- The star beside the tabs ----

function showStar(form, { watched, said }) {
  const status = form.querySelector(".watch-said");
  // There is a copy in the header that stays (sticky.js).
  for (const button of document.querySelectorAll(".star")) {
    if (button.id) button.id = watched ? "ca-unwatch" : "ca-watch";
    button.value = watched ? "unwatch" : "watch";
    button.querySelector("span").textContent = watched ? form.dataset.unwatch : form.dataset.watch;
  }
  status.textContent = said;
  if (!watched) return;
  const choose = document.createElement("a");
  const { title, next } = form.elements;
  choose.href = `/watch?${new URLSearchParams({ title: title.value, next: next.value })}`;
  choose.textContent = status.dataset.choose;
  status.append(" ", choose);
}

for (const form of document.querySelectorAll(".watch-tab")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const found = await send({ title: form.elements.title.value, deed: form.querySelector("button").value }).catch(() => null);
    if (found && "watched" in found) showStar(form, found);
    else if (found?.problem) form.querySelector(".watch-said").textContent = found.problem;
    else location.assign(`/watch?${new URLSearchParams({ title: form.elements.title.value })}`);
  });
}

// ---- [watch] beside sections and fields ----

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a.watch-part");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const values = Object.fromEntries(new URL(link.href).searchParams);
  const found = await send({ ...values, deed: link.dataset.deed }).catch(() => null);
  if (!found || !("watched" in found)) {
    location.assign(link.href);
    return;
  }
  const word = link.textContent;
  link.textContent = link.dataset.other;
  link.dataset.other = word;
  link.dataset.deed = found.watched ? "unwatch" : "watch";
  link.removeAttribute("aria-label");
  link.title = found.said;
  link.classList.toggle("watched", found.watched);
});

// ---- Appearance is kept with the account (frame.js shows it at once) ----

document.getElementById("p-appearance")?.addEventListener("change", ({ target: { name, value } }) => {
  fetch("/wiki/Special:Preferences/appearance", {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token },
    body: new URLSearchParams({ name, value }),
    keepalive: true,
  }).catch(() => {});
});
