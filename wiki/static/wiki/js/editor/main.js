/* The editor of source text: puts CodeMirror over the text area unless that is switched off, and serves the toolbar.
   Without it, or where it fails, the plain text area works on. */
import { continueList } from "./deeds.js";
import { FullScreen } from "./full.js";
import { MODELS } from "./models.js";
import { Paste } from "./paste.js";
import { LivePreview } from "./preview.js";
import { PlainSurface } from "./surface.js";
import { serve } from "./toolbar.js";
import { isOn, remember } from "./choices.js";

const form = document.getElementById("editform");
const area = document.getElementById("wpTextbox1");
const bar = document.getElementById("edit-toolbar");
const model = MODELS[bar?.dataset.model];
const words = document.getElementById("editor-words");
const colours = bar?.querySelector("[data-switch=colours]");

let surface = null;

/* What the page says in the reader's language, by name. */
const told = () => Object.fromEntries(
  [...words.content.querySelectorAll("[data-word]")].map((word) => [word.dataset.word, word.textContent]),
);
const phrases = () => Object.fromEntries(
  [...words.content.querySelectorAll("[data-phrase]")].map((word) => [word.dataset.phrase, word.textContent]),
);

async function withColours() {
  const [{ SourceSurface }, { completions }, colours] = await Promise.all([
    import("./source.js"), import("./complete.js"), model.colours(),
  ]);
  return new SourceSurface(area, { model, colours, completions: completions(model), words: phrases() });
}

async function choose(on) {
  surface.close?.();
  surface = new PlainSurface(area);
  if (on) {
    try {
      surface = await withColours();
    } catch (error) {
      console.warn("The editor could not be loaded; the text area is used.", error);
    }
  }
  colours.setAttribute("aria-pressed", String(surface.hasFind));
  bar.querySelector("[data-deed=find]").hidden = !surface.hasFind;
  form.dispatchEvent(new CustomEvent("stemma:surface", { detail: { surface } }));
}

function setText(event) {
  area.value = event.detail.text; // CodeMirror follows
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

async function begin() {
  surface = new PlainSurface(area);
  serve(bar, form, model, () => surface);
  new FullScreen(bar.querySelector("[data-switch=full]"));
  new Paste(form, model, told(), () => surface);
  area.addEventListener("stemma:settext", setText);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && !event.shiftKey && !event.ctrlKey && continueList(surface, model.item)) event.preventDefault();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.closest(".cm-content, #wpTextbox1")) return;
    event.preventDefault();
    event.stopPropagation();
    document.getElementById("wpSummary").focus();
  }, { capture: true });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("a[href='#wpTextbox1']")) return;
    event.preventDefault();
    surface.focus();
  });
  colours.addEventListener("click", async () => {
    const on = colours.getAttribute("aria-pressed") !== "true";
    remember("colours", on);
    await choose(on);
    surface.focus();
  });
  await choose(isOn("colours", true));
  if (document.getElementById("live-preview")) new LivePreview(form, model, () => surface);
  else bar.querySelector("[data-switch=preview]").hidden = true;
  performance.mark("editor-ready");
}

if (form && area && bar && !area.readOnly) begin();
