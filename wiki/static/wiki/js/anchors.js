// Says what became of a section that a link leads to and that is not on the page any more.
const model = document.getElementById("lost-section")?.content.firstElementChild;
let box = null;

async function look() {
  box?.remove();
  const name = location.hash.slice(1);
  if (!name || name.startsWith(":~:") || document.getElementById(decodeURIComponent(name))) return;
  const address = new URL(document.querySelector("link[rel=canonical]").href).pathname.replace(/^\/wiki\//, "/preview/");
  const response = await fetch(`${address}?section=${name}`);
  const { gone } = response.ok ? await response.json() : {};
  if (!gone) return;
  box = model.cloneNode(true);
  box.querySelector("a").href = gone;
  document.getElementById("siteNotice").append(box);
}

// A hash that is no encoded text names nothing, and without a connection there is nothing to say.
const tell = () => look().catch(() => {});

if (model) {
  addEventListener("hashchange", tell);
  tell();
}
