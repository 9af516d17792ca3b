/* The toolbar: one stop of the Tab key, arrows go from button to button; menus are popovers below their button. */
import { Cite } from "./cite.js";

const mac = /Mac|iP/.test(navigator.platform);
const stops = (bar) => [...bar.children].filter((child) => child.matches("button:not([hidden])"));

function rove(bar) {
  const settle = (chosen) => stops(bar).forEach((button) => { button.tabIndex = button === chosen ? 0 : -1; });
  settle(stops(bar)[0]);
  bar.addEventListener("focusin", (event) => { if (stops(bar).includes(event.target)) settle(event.target); });
  bar.addEventListener("keydown", (event) => {
    const all = stops(bar);
    const at = all.indexOf(event.target);
    if (at < 0) return;
    const forth = getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forth === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const next = { [forth]: at + 1, [back]: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[(next + all.length) % all.length].focus();
  });
}

/* A popover opens at its button's foot; once its size is known, it is brought within the window. */
function place(menu) {
  menu.addEventListener("beforetoggle", (event) => {
    if (event.newState !== "open") return;
    const button = document.querySelector(`[popovertarget="${menu.id}"]`).getBoundingClientRect();
    menu.style.left = `${button.left}px`;
    menu.style.top = `${button.bottom + 4}px`;
  });
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    const right = document.documentElement.clientWidth - menu.offsetWidth - 8;
    menu.style.left = `${Math.max(8, Math.min(parseFloat(menu.style.left), right))}px`;
    menu.querySelector("button, input").focus();
  });
}

let citing = null;

const DEEDS = {
  cite: () => citing.open(),
  undo: (surface) => surface.undo(),
  redo: (surface) => surface.redo(),
  find: (surface) => surface.find(),
};

/* What a mark may ask for: its button's own words, and how large a table is to be. */
function asked(button, bar) {
  const number = (name) => Math.max(1, Math.min(50, Number(bar.querySelector(`[data-table="${name}"]`).value) || 1));
  return { ...button.dataset, rows: number("rows"), columns: number("columns") };
}

function press(button, bar, marks, surface) {
  const { mark, deed } = button.dataset;
  button.closest("[popover]")?.hidePopover();
  if (deed) DEEDS[deed](surface);
  else marks[mark](surface, asked(button, bar));
}

/* `marks` are those of the page's content model, `current()` is the surface in use. */
export function serve(bar, form, model, current) {
  const { marks } = model;
  bar.hidden = false;
  for (const button of bar.querySelectorAll("[data-mark]")) button.hidden = !marks[button.dataset.mark];
  citing = new Cite(document.getElementById("cite-dialog"), model, current);
  rove(bar);
  bar.querySelectorAll("[popover]").forEach(place);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches("[data-deed], [data-mark]")) press(button, bar, marks, current());
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-table]")) return;
    event.preventDefault(); // or the form would be saved
    bar.querySelector("[data-mark=table]").click();
  });
  form.addEventListener("keydown", (event) => {
    if (!(mac ? event.metaKey : event.ctrlKey) || event.altKey || !event.target.closest(".cm-content, #wpTextbox1")) return;
    const key = event.shiftKey ? `shift+${event.key.toLowerCase()}` : event.key.toLowerCase();
    const button = bar.querySelector(`button[data-key="${CSS.escape(key)}"]`);
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    press(button, bar, marks, current());
  }, { capture: true }); // before the editor's own keys
}
