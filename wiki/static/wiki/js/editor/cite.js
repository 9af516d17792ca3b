/* The dialog that cites a source: a mark at the cursor, and what the note says where notes of this content model stand. */

export class Cite {
  constructor(dialog, { name, notes }, current) {
    this.dialog = dialog;
    this.model = name;
    this.notes = notes;
    this.current = current;
    this.form = dialog.querySelector("form");
    this.error = dialog.querySelector("#cite-error");
    this.there = [];
    this.form.addEventListener("change", (event) => { if (event.target.name === "kind") this.choose(); });
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.insert(); });
    dialog.querySelector("#cite-cancel").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.back());
  }

  /* To the text. The browser tells of the closing a moment later: whoever is elsewhere by then stays there. */
  back() {
    if ([this.from, document.body].includes(document.activeElement)) this.current().focus();
  }

  get kind() { return new FormData(this.form).get("kind"); }
  part(name) { return this.form.querySelector(`[data-part="${CSS.escape(name)}"]`); }

  async open() {
    this.tell("");
    this.there = this.notes.read(this.current().text);
    this.offer();
    this.choose();
    this.from = document.activeElement; // where the browser leads back to
    this.dialog.showModal();
    this.part(this.kind === "again" ? "note" : "title").focus();
    if (!this.dialog.dataset.notes) return;
    try {
      const answer = await fetch(this.dialog.dataset.notes);
      const known = new Set(this.there.map((note) => note.name));
      if (answer.ok) this.there.push(...(await answer.json()).filter((note) => !known.has(note.name)));
      this.offer();
    } catch {
      // the notes of other sections are not offered
    }
  }

  offer() {
    const list = this.part("note");
    const first = list.options[0];
    list.replaceChildren(first, ...this.there.map((note) => new Option(`${note.name}: ${note.text}`.slice(0, 120), note.name)));
  }

  choose() {
    for (const line of this.form.querySelectorAll("[data-kinds]")) line.hidden = !line.dataset.kinds.split(" ").includes(this.kind);
    this.tell("");
  }

  tell(message, part) {
    for (const wrong of this.form.querySelectorAll("[aria-invalid]")) {
      wrong.removeAttribute("aria-invalid");
      wrong.removeAttribute("aria-describedby");
    }
    this.error.textContent = message;
    this.error.hidden = !message;
    const input = part && this.part(part);
    if (!input) return;
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", this.error.id);
    input.closest("p").append(this.error);
    input.focus();
  }

  nameFor(wanted) {
    const taken = new Set(this.there.map((note) => note.name));
    let name = wanted;
    for (let n = 2; taken.has(name); n += 1) name = `${wanted}-${n}`;
    return name;
  }

  async insert() {
    const words = this.dialog.dataset;
    if (this.kind === "again") {
      const name = this.part("note").value;
      if (!name) this.tell(words.pick, "note");
      else this.done(name, "");
      return;
    }
    const typed = this.part("name").value.trim();
    if (/[\s[\]]/.test(typed)) return void this.tell(words.badName, "name");
    if (this.there.some((note) => note.name === typed)) return void this.tell(words.taken, "name");
    const query = new URLSearchParams({ kind: this.kind, model: this.model });
    for (const line of this.form.querySelectorAll("[data-kinds]:not([hidden]) [data-part]")) query.set(line.dataset.part, line.value);
    let answer;
    try {
      const response = await fetch(`${words.reference}?${query}`);
      answer = await response.json();
    } catch {
      this.tell(words.lost);
      return;
    }
    if (answer.text) this.done(typed || this.nameFor(answer.name), answer.text);
    else this.tell(answer.message, answer.field);
  }

  done(name, said) {
    this.dialog.close();
    this.notes.insert(this.current(), name, said);
    for (const input of this.form.querySelectorAll("[data-part]")) if (input.dataset.part !== "accessed") input.value = "";
  }
}
