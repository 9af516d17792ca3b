/* The preview beside the text. The wiki renders what was typed; only what differs is put in, so nothing flickers;
   each side scrolls along with the other, from heading to heading. */
import { isOn, remember } from "./choices.js";
import { post } from "./door.js";

const PAUSE = 350; // milliseconds without a key before the wiki is asked
/* Lets `old` have the children of `fresh`, touching those only that differ. */
export function morph(old, fresh) {
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  let start = 0;
  while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end).isEqualNode(after.at(-1 - end))) end += 1;
  const gone = before.slice(start, before.length - end);
  const come = after.slice(start, after.length - end);
  if (gone.length === 1 && come.length === 1 && gone[0].nodeName === come[0].nodeName && gone[0].childElementCount && come[0].childElementCount) {
    for (const { name } of [...gone[0].attributes]) if (!come[0].hasAttribute(name)) gone[0].removeAttribute(name);
    for (const { name, value } of come[0].attributes) gone[0].setAttribute(name, value);
    morph(gone[0], come[0]);
    return;
  }
  const next = before[before.length - end] ?? null;
  gone.forEach((node) => node.remove());
  come.forEach((node) => old.insertBefore(node, next));
}

/* Between two lists of places that go together, in proportion. */
export function across(place, here, there) {
  let n = 1;
  while (n < here.length - 1 && here[n] < place) n += 1;
  const span = here[n] - here[n - 1];
  return there[n - 1] + (there[n] - there[n - 1]) * (span > 0 ? Math.min(1, (place - here[n - 1]) / span) : 0);
}

export class LivePreview {
  constructor(form, model, current) {
    this.form = form;
    this.model = model;
    this.current = current;
    this.work = document.getElementById("edit-work");
    this.box = document.getElementById("live-preview");
    this.page = this.box.querySelector(".live-page");
    this.state = this.box.querySelector(".live-state");
    this.tabs = document.getElementById("live-tabs");
    this.button = document.querySelector("#edit-toolbar [data-switch=preview]");
    this.on = false;
    this.leads = "text";
    this.button.addEventListener("click", () => this.choose(!this.on));
    this.tabs.addEventListener("click", (event) => {
      const tab = event.target.closest("[data-show]");
      if (tab) this.show(tab.dataset.show);
    });
    form.addEventListener("input", () => this.later());
    form.addEventListener("stemma:surface", () => this.follow());
    this.box.addEventListener("click", elsewhere);
    for (const [part, name] of [[this.work, "text"], [this.box, "preview"]]) {
      for (const kind of ["wheel", "pointerdown", "touchstart", "keydown", "focusin"]) {
        part.addEventListener(kind, (event) => { if (this.box.contains(event.target) === (name === "preview")) this.leads = name; }, { passive: true });
      }
    }
    this.box.addEventListener("scroll", () => { if (this.leads === "preview") this.scroll("preview"); }, { passive: true });
    this.follow();
    if (isOn("preview", false)) this.choose(true);
  }

  choose(on) {
    this.on = on;
    remember("preview", on);
    this.button.setAttribute("aria-pressed", String(on));
    this.work.classList.toggle("live", on);
    this.box.hidden = this.tabs.hidden = !on;
    this.show("write");
    if (on) this.fetch();
    else this.asking?.abort();
  }

  /* On a narrow screen one of the two. */
  show(what) {
    this.work.dataset.shown = what;
    this.tabs.querySelectorAll("[data-show]").forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset.show === what)));
    if (what === "preview") this.scroll("text");
  }

  follow() {
    const { scroller } = this.current();
    if (scroller === this.scroller) return;
    this.scroller = scroller;
    scroller.addEventListener("scroll", () => { if (this.leads === "text") this.scroll("text"); }, { passive: true });
  }

  later() {
    if (!this.on) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), Math.max(PAUSE, this.took ?? 0));
  }

  /* One question at a time; what was typed meanwhile is asked about after it. */
  async fetch() {
    if (this.asking) {
      this.again = true;
      return;
    }
    this.asking = new AbortController();
    const started = performance.now();
    this.box.setAttribute("aria-busy", "true");
    const typed = new FormData(this.form);
    typed.delete("password"); // of who logs in beside the text
    try {
      const { answer, message } = await post(this.box.dataset.door, new URLSearchParams(typed), this.asking.signal);
      if (answer.ok) this.put(await answer.text());
      this.tell(answer.ok ? "" : message || this.box.dataset.waiting);
    } catch {
      if (this.on) this.tell(this.box.dataset.waiting);
    }
    this.took = Math.min(5000, performance.now() - started);
    this.asking = null;
    this.box.removeAttribute("aria-busy");
    if (this.again) {
      this.again = false;
      this.later();
    }
  }

  put(html) {
    const made = document.createElement("template");
    made.innerHTML = html;
    morph(this.page, made.content);
    if (this.leads === "text") this.scroll("text");
    this.form.dispatchEvent(new CustomEvent("stemma:preview"));
  }

  tell(message) {
    this.state.textContent = message;
    this.state.hidden = !message;
  }

  /* Both sides' places that go together: their beginnings, the headings, their ends. */
  places() {
    const surface = this.current();
    const { text: whole } = surface;
    if (whole !== this.whole) [this.whole, this.headings] = [whole, this.model.headings(whole).map(({ place }) => place)];
    const source = this.headings;
    const shown = [...this.page.querySelectorAll(".mw-heading")];
    if (shown.length === source.length + 1) shown.shift(); // a new section's heading has a field of its own
    const above = this.box.getBoundingClientRect().top - this.box.scrollTop;
    const count = shown.length === source.length ? source.length : 0;
    const text = source.slice(0, count).map((place) => surface.topOf(place));
    const page = shown.slice(0, count).map((heading) => heading.getBoundingClientRect().top - above);
    const end = (one) => Math.max(0, one.scrollHeight - one.clientHeight);
    const ends = [end(surface.scroller), end(this.box)];
    const kept = text.map((place, n) => [place, page[n]]).filter(([one, other]) => one > 0 && other > 0 && one < ends[0] && other < ends[1]);
    const pairs = [[0, 0], ...kept, ends];
    return { text: pairs.map(([one]) => one), preview: pairs.map(([, other]) => other) };
  }

  scroll(from) {
    if (!this.on || this.due) return;
    this.due = requestAnimationFrame(() => {
      this.due = 0;
      const { text, preview } = this.places();
      if (from === "text") this.box.scrollTop = across(this.scroller.scrollTop, text, preview);
      else this.scroller.scrollTop = across(this.box.scrollTop, preview, text);
    });
  }
}

/* A link in the preview must not take the text away. */
function elsewhere(event) {
  const link = event.target.closest("a[href]");
  if (!link || link.getAttribute("href").startsWith("#")) return;
  link.target = "_blank";
  link.rel = "noopener";
}
