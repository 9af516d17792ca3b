// Keys and values that other articles have, as one types in the infobox form. Arrows choose, Enter or a click takes
// one, Escape closes. The inputs stay text boxes; without script nothing is missing but the offers.
const PAUSE = 150; // milliseconds without a key before the wiki is asked
const box = document.querySelector("[data-offers]");
const list = document.getElementById("field-offers");
const told = document.getElementById("field-offers-told");
const KEY = ".row-key, #wpKey";
const VALUE = ".row-value, #wpValue";

let input = null; // the one that the list belongs to
let chosen = -1;
let timer = 0;
let asking = null;

const keyOf = (area) => (area.closest(".infobox-row")?.querySelector(".row-key") ?? document.getElementById("wpKey")).value;

/* The line that the cursor stands in: a value has several. */
function lineAt(field) {
  const text = field.value;
  const from = text.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const end = text.indexOf("\n", field.selectionStart);
  const line = text.slice(from, end < 0 ? text.length : end);
  const mark = /^(- )?/.exec(line)[0].length;
  return { from: from + mark, to: from + line.length, typed: line.slice(mark) };
}

function close() {
  clearTimeout(timer);
  asking?.abort();
  list.hidden = true;
  chosen = -1;
  input?.removeAttribute("aria-activedescendant");
}

function choose(at) {
  if (chosen >= 0) list.children[chosen].ariaSelected = "false";
  chosen = at < -1 ? list.children.length - 1 : at >= list.children.length ? -1 : at;
  if (chosen < 0) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  list.children[chosen].ariaSelected = "true";
  list.children[chosen].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", list.children[chosen].id);
}

function take(text) {
  const { from, to } = lineAt(input);
  input.setRangeText(text, from, to, "end");
  input.dispatchEvent(new Event("input", { bubbles: true }));
  close();
}

function show(offers) {
  list.replaceChildren(...offers.map((offer, at) => {
    const item = document.createElement("li");
    Object.assign(item, { id: `field-offer-${at}`, role: "option", ariaSelected: "false", textContent: offer });
    return item;
  }));
  chosen = -1;
  input.removeAttribute("aria-activedescendant");
  list.hidden = !offers.length;
  told.textContent = offers.length ? told.dataset.told.replace("%n", offers.length) : "";
  if (!offers.length) return;
  input.after(list);
  const width = Math.max(input.offsetWidth, 220);
  const left = Math.min(input.offsetLeft, list.offsetParent.clientWidth - width);
  Object.assign(list.style, { inset: `${input.offsetTop + input.offsetHeight + 2}px auto auto ${left}px`, width: `${width}px` });
}

async function ask(field) {
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  const query = new URLSearchParams({ q: lineAt(field).typed.trim() });
  if (field.matches(VALUE)) {
    if (!keyOf(field).trim()) return;
    query.set("key", keyOf(field));
  } else {
    for (const other of document.querySelectorAll(KEY)) if (other !== field && other.value.trim()) query.append("has", other.value);
  }
  try {
    const answer = await fetch(`${box.dataset.offers}?${query}`, { signal: mine.signal });
    const offers = answer.ok ? await answer.json() : [];
    if (mine !== asking || document.activeElement !== field) return;
    input = field;
    show(offers.filter((offer) => offer !== lineAt(field).typed));
  } catch {
    // given up for a later one, or no connection: one types on
  }
}

function start(field) {
  clearTimeout(timer);
  timer = setTimeout(() => ask(field), PAUSE);
}

if (box && list) {
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) take(item.textContent);
  });
  box.addEventListener("input", (event) => {
    if (event.isTrusted && event.target.matches(`${KEY}, ${VALUE}`)) start(event.target);
  });
  box.addEventListener("focusin", (event) => {
    const field = event.target;
    if (!field.matches(`${KEY}, ${VALUE}`)) return;
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    if (!field.value) start(field);
  });
  box.addEventListener("focusout", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden || event.target !== input) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen].textContent);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
