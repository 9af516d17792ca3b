/* CodeMirror over the text area. The area stays the form's truth: it is written at every change, and whoever writes
   into it (a script, a browser that restores the form, `stemma:settext`) is followed. */
import {
  Annotation, Decoration, EditorState, EditorView, Prec, ViewPlugin, autocompletion, defaultKeymap,
  dropCursor, history, historyKeymap, indentLess, indentMore, indentUnit, insertNewline, insertTab, keymap,
  openSearchPanel, redo, search, searchKeymap, undo,
} from "../../vendor/codemirror/codemirror.js";
import { continueList } from "./deeds.js";

const FromArea = Annotation.define();
const PAUSE = 120; // milliseconds without a key before completions are asked for

export class SourceSurface {
  constructor(area, { model, colours, completions, words }) {
    this.area = area;
    this.model = model;
    this.hasFind = true;
    this.writing = false;
    this.marks = new Set();
    const held = document.activeElement === area; // somebody writes already
    const selection = { anchor: area.selectionStart, head: area.selectionEnd };
    this.view = new EditorView({
      state: EditorState.create({ doc: area.value, selection, extensions: this.extensions(colours, completions, words) }),
      scrollTo: held ? EditorView.scrollIntoView(selection.head, { y: "center" }) : undefined,
    });
    area.before(this.view.dom);
    area.classList.add("behind");
    this.kept = { tabIndex: area.tabIndex, accessKey: area.accessKey };
    area.tabIndex = -1;
    area.accessKey = "";
    area.setAttribute("aria-hidden", "true");
    if (held) this.view.focus();
    this.follow = () => { if (!this.writing) this.take(area.value); };
    area.addEventListener("input", this.follow);
    window.addEventListener("pageshow", this.follow);
  }

  extensions(colours, completions, words) {
    return [
      Prec.highest(keymap.of([{ key: "Escape", run: letTabLeave }])),
      Prec.high(keymap.of(this.keys())),
      keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap]),
      history(),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      EditorView.lineWrapping,
      EditorView.cspNonce.of(document.getElementById("editor-style")?.nonce ?? ""),
      EditorView.perLineTextDirection.of(true),
      EditorView.contentAttributes.of(this.attributes()),
      EditorState.phrases.of(words),
      EditorView.updateListener.of((update) => {
        for (const mark of this.marks) mark.place = update.changes.mapPos(mark.place, -1);
        if (update.docChanged && !update.transactions.some((one) => one.annotation(FromArea))) this.write();
      }),
      autocompletion({
        override: completions.sources, addToOptions: completions.looks, icons: false, activateOnTypingDelay: PAUSE,
        maxRenderedOptions: 20,
      }),
      search({ top: true }),
      dropCursor(),
      colours,
      eachLineItsDirection,
    ];
  }

  attributes() {
    const { area } = this;
    const given = {
      "aria-label": area.getAttribute("aria-label"), spellcheck: area.getAttribute("spellcheck"),
      autocapitalize: area.getAttribute("autocapitalize"), autocorrect: "on", accesskey: area.accessKey,
      lang: area.getAttribute("lang"), dir: area.getAttribute("dir"), "aria-invalid": area.getAttribute("aria-invalid"),
      "aria-describedby": "editor-hint", tabindex: "0",
    };
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value));
  }

  keys() {
    return [
      { key: "Enter", run: (view) => continueList(this, this.model.item) || insertNewline(view) },
      { key: "Tab", run: (view) => (this.inList() ? indentMore(view) : insertTab(view)), shift: indentLess },
    ];
  }

  /* Whether Tab moves an item of a list in rather than making a tab. */
  inList() {
    const { from } = this.view.state.selection.main;
    return this.model.nested?.test(this.view.state.doc.lineAt(from).text);
  }

  /* ---- As every surface ---- */

  get text() {
    const { doc } = this.view.state;
    if (this.read !== doc) [this.read, this.whole] = [doc, doc.toString()];
    return this.whole;
  }

  get from() { return this.view.state.selection.main.from; }
  get to() { return this.view.state.selection.main.to; }

  focus() { this.view.focus(); }

  select(from, to = from) {
    this.view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
    this.view.focus();
  }

  replace(from, to, insert, selectFrom = from + insert.length, selectTo = selectFrom) {
    this.view.dispatch({
      changes: { from, to, insert }, selection: { anchor: selectFrom, head: selectTo }, scrollIntoView: true,
      userEvent: "input",
    });
    this.view.focus();
  }

  /* A place that stays with its text while other text changes. */
  mark() {
    const mark = { place: this.to };
    this.marks.add(mark);
    return mark;
  }

  placeAt(x, y) { return this.view.posAtCoords({ x, y }); }

  /* For a preview that scrolls along: where a place of the text stands in what scrolls. */
  get scroller() { return this.view.scrollDOM; }
  topOf(place) { return this.view.lineBlockAt(place).top; }

  undo() { undo(this.view); this.view.focus(); }
  redo() { redo(this.view); this.view.focus(); }
  find() { openSearchPanel(this.view); }

  /* ---- Between the area and the view ---- */

  write() {
    this.writing = true;
    this.area.value = this.text;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.writing = false;
  }

  /* Only what differs is replaced, so that the cursor and the history stay good. */
  take(text) {
    const now = this.text;
    if (text === now) return;
    let start = 0;
    while (start < now.length && now[start] === text[start]) start += 1;
    let end = 0;
    const most = Math.min(now.length, text.length) - start;
    while (end < most && now[now.length - 1 - end] === text[text.length - 1 - end]) end += 1;
    this.view.dispatch({
      changes: { from: start, to: now.length - end, insert: text.slice(start, text.length - end) },
      annotations: FromArea.of(true),
    });
  }

  close() {
    const { area, view } = this;
    const [from, to] = [this.from, this.to];
    area.removeEventListener("input", this.follow);
    window.removeEventListener("pageshow", this.follow);
    view.destroy();
    area.classList.remove("behind");
    area.removeAttribute("aria-hidden");
    area.removeAttribute("tabindex");
    area.accessKey = this.kept.accessKey;
    area.setSelectionRange(from, to);
  }
}

/* Even where Escape closes something else: no key is a trap. */
function letTabLeave(view) {
  view.setTabFocusMode(2000);
  return false;
}

const byItself = Decoration.line({ attributes: { dir: "auto" } });

function directions(view) {
  const marks = [];
  for (const { from, to } of view.visibleRanges) {
    for (let place = from; place <= to;) {
      const line = view.state.doc.lineAt(place);
      marks.push(byItself.range(line.from));
      place = line.to + 1;
    }
  }
  return Decoration.set(marks);
}

const eachLineItsDirection = ViewPlugin.fromClass(class {
  constructor(view) { this.decorations = directions(view); }

  update(update) {
    if (update.docChanged || update.viewportChanged) this.decorations = directions(update.view);
  }
}, { decorations: (plugin) => plugin.decorations });
