/* What the toolbar, the lists and the paste work on: a text with a selection. Here the plain text area; source.js
   has the same over CodeMirror. Places are counted in UTF-16 units, with line ends of one. */

export class PlainSurface {
  constructor(area) {
    this.area = area;
    this.hasFind = false; // the browser's own finds in a text area
  }

  get text() { return this.area.value; }
  get from() { return this.area.selectionStart; }
  get to() { return this.area.selectionEnd; }

  focus() { this.area.focus(); }

  select(from, to = from) {
    this.area.focus();
    this.area.setSelectionRange(from, to);
  }

  /* insertText keeps the browser's own undo; setRangeText is for browsers that refuse it. */
  replace(from, to, insert, selectFrom = from + insert.length, selectTo = selectFrom) {
    this.select(from, to);
    const done = insert ? document.execCommand("insertText", false, insert) : from === to || document.execCommand("delete");
    if (!done) {
      this.area.setRangeText(insert, from, to, "end");
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.select(selectFrom, selectTo);
  }

  mark() { return { place: this.to }; }

  /* An area does not tell where a place stands; its share of the text is near enough. */
  get scroller() { return this.area; }
  topOf(place) { return this.area.scrollHeight * (place / Math.max(1, this.text.length)); }

  undo() { this.focus(); document.execCommand("undo"); }
  redo() { this.focus(); document.execCommand("redo"); }
}

/* The lines that the selection touches. */
export function linesAt(surface) {
  const { text } = surface;
  const from = text.lastIndexOf("\n", surface.from - 1) + 1;
  const end = text.indexOf("\n", surface.to);
  const to = end < 0 ? text.length : end;
  return { from, to, lines: text.slice(from, to).split("\n") };
}
