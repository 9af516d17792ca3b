// Shows a card beside a link one rests on or moves the focus to: the linked page's picture and first sentences, or a
// note's text.
// It stays while the pointer is on the link or on the card; Escape closes it (WCAG 1.4.13). It can be switched off.
const WAIT = 300; // milliseconds before a card appears, and that it waits for the pointer to come back
const GAP = 10; // pixels between link and card
const KEPT = 200; // answers remembered while the page is open

const content = document.getElementById("mw-content-text");
const model = document.getElementById("hover-card")?.content.firstElementChild;

function remembered() {
  try {
    return localStorage.getItem("previews") !== "off";
  } catch {
    return true; // storage is refused: previews are on
  }
}

if (content && model && matchMedia("(hover: hover)").matches) start(content, model);

function start(content, model) {
  const card = document.body.appendChild(model);
  const [title, text, none] = ["title", "text", "none"].map((part) => card.querySelector(`.hovercard-${part}`));
  const picture = Object.assign(new Image(), { className: "hovercard-picture", alt: "", hidden: true });
  card.prepend(picture);
  const answers = new Map();
  let on = remembered();
  let link = null; // whose card is shown, or about to be
  let timer = 0;
  let request = null;

  const subject = (target) => (target instanceof Element && !card.contains(target) ? target.closest("a[href]") : null);

  // What a link's card is asked for: the text of a note on this page, or an address; nothing for other links.
  function wanted(link) {
    if (link.matches(".new, .image, .mw-selflink, .mw-cite-backlink a, .mw-editsection a, .fa a")) return null;
    const url = new URL(link.href);
    const note = link.closest("sup.reference") && document.getElementById(decodeURIComponent(url.hash.slice(1)));
    if (note) return { note: note.querySelector(".reference-text") };
    if (url.origin !== location.origin || url.search || !url.pathname.startsWith("/wiki/")) return null;
    const name = url.pathname.slice("/wiki/".length);
    if (!name || /^special(:|%3a)/i.test(name)) return null;
    const section = url.hash.slice(1);
    return { address: `/preview/${name}${section ? `?section=${section}` : ""}` };
  }

  async function answer(address) {
    if (answers.has(address)) return answers.get(address);
    request?.abort();
    request = new AbortController();
    const response = await fetch(address, { signal: request.signal });
    const found = response.ok ? await response.json() : null;
    if (answers.size >= KEPT) answers.delete(answers.keys().next().value);
    answers.set(address, found);
    return found;
  }

  async function open(chosen) {
    const { note, address } = wanted(chosen) ?? {};
    if (note) return show(chosen, () => fillNote(note));
    try {
      const found = address && (await answer(address));
      if (found && chosen === link) show(chosen, () => fillPage(found));
    } catch {
      // gone on to another link, or no connection: no card
    }
  }

  function fillNote(note) {
    const copy = note.cloneNode(true);
    for (const named of [copy, ...copy.querySelectorAll("[id]")]) named.removeAttribute("id");
    title.hidden = none.hidden = picture.hidden = true;
    text.replaceChildren(...copy.childNodes);
  }

  function fillPage(page) {
    title.hidden = false;
    title.textContent = page.section ? `${page.title} § ${page.section}` : page.title;
    text.textContent = page.text;
    none.hidden = Boolean(page.text);
    picture.hidden = !page.thumbnail;
    for (const name of ["src", "srcset"]) picture.removeAttribute(name); // the last link's picture
    if (page.thumbnail) Object.assign(picture, page.thumbnail);
  }

  function show(chosen, fill) {
    fill();
    card.hidden = false;
    place(chosen);
    chosen.setAttribute("aria-describedby", card.id);
  }

  // Below the line that the link begins in, above it where there is more room; never over the link, never outside.
  function place(chosen) {
    const spot = chosen.getClientRects()[0] ?? chosen.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const above = spot.bottom + GAP + card.offsetHeight > innerHeight && spot.top > innerHeight - spot.bottom;
    const left = Math.min(spot.left, room - card.offsetWidth - GAP);
    card.classList.toggle("hovercard-above", above);
    card.style.left = `${Math.max(GAP, left) + scrollX}px`;
    card.style.top = `${(above ? spot.top - GAP - card.offsetHeight : spot.bottom + GAP) + scrollY}px`;
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    request = null;
    link?.removeAttribute("aria-describedby");
    link = null;
    card.hidden = true;
  }

  function come(next) {
    if (next === link) return clearTimeout(timer);
    if (!on || !wanted(next)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      close();
      link = next;
      open(next);
    }, WAIT);
  }

  function leave() {
    clearTimeout(timer);
    if (link) timer = setTimeout(close, WAIT);
  }

  content.addEventListener("pointerover", (event) => {
    const next = subject(event.target);
    if (next && event.pointerType !== "touch") come(next);
  });
  content.addEventListener("pointerout", (event) => subject(event.target) && leave());
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", leave);
  content.addEventListener("focusin", (event) => {
    const next = subject(event.target);
    if (next?.matches(":focus-visible")) come(next);
  });
  content.addEventListener("focusout", (event) => subject(event.target) && leave());
  content.addEventListener("pointerdown", close);
  addEventListener("pagehide", close);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    clearTimeout(timer);
    if (!card.hidden) event.preventDefault();
    close();
  });

  const item = document.getElementById("hover-switch").content.firstElementChild;
  const button = item.querySelector("button");

  function turn(to) {
    on = to;
    try {
      if (on) localStorage.removeItem("previews");
      else localStorage.setItem("previews", "off");
    } catch {
      // it holds for this page
    }
    close();
    label();
  }

  function label() {
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? button.dataset.on : button.dataset.off;
  }

  label();
  button.addEventListener("click", () => turn(!on));
  document.getElementById("footer-places")?.append(item);
  card.querySelector(".hovercard-off").addEventListener("click", () => {
    turn(false);
    button.focus({ preventScroll: true });
  });
}
