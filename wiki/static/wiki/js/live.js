// Recent changes that keep themselves up to date, for who asks for it: the list alone is fetched anew.
const button = document.getElementById("live");
const list = document.getElementById("changes");
const PAUSE = 5_000; // milliseconds between two looks
let timer = 0;

// Not while the window is out of sight, nor while somebody stands or opened something in the list.
const busy = () => document.hidden || list.contains(document.activeElement) || list.querySelector("details[open]");

async function look() {
  if (!busy()) {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("changes");
      if (answer.ok && fresh && fresh.innerHTML !== list.innerHTML && !busy()) list.replaceChildren(...fresh.childNodes);
    } catch {
      // out of reach: the next look may find it
    }
  }
  if (timer) timer = setTimeout(look, PAUSE);
}

button?.addEventListener("click", () => {
  const on = !timer;
  clearTimeout(timer);
  timer = on ? setTimeout(look, 0) : 0;
  button.setAttribute("aria-pressed", String(on));
  button.textContent = on ? button.dataset.on : button.dataset.off;
});
