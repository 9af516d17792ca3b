/* Wikitext in colours, as far as each line tells by itself: nothing is read but what is on the screen. */
import { Decoration, ViewPlugin } from "../../vendor/codemirror/codemirror.js";

const COLOURS = [
  ["comment", /<!--.*?(?:-->|$)/],
  ["heading", /^={2,6}[^=\n].*?={2,6}[ \t]*$/],
  ["wiki-link", /\[\[[^[\]\n]{1,500}\]\]/],
  ["address", /\[?\bhttps?:\/\/[^\s\]<>"]+/],
  ["note", /<\/?(?:ref|references)\b[^<>\n]*>/],
  ["mark", /<\/?[a-z][^<>\n]*>|\{\||\|\}|^\|[-+]|^[*#:;]+/],
  ["key", /\{\{[^{}|[\]<>\n]{1,200}|\}\}/],
  ["strong", /'''(?!').+?'''/],
  ["emphasis", /''(?!').+?''/],
];
const ANY = new RegExp(COLOURS.map(([, looks]) => `(${looks.source})`).join("|"), "gim");
const marks = COLOURS.map(([name]) => Decoration.mark({ class: `md-${name}` }));

function coloured(view) {
  const found = [];
  for (const { from, to } of view.visibleRanges) {
    const start = view.state.doc.lineAt(from).from;
    for (const match of view.state.sliceDoc(start, to).matchAll(ANY)) {
      const which = marks[match.slice(1).findIndex((one) => one !== undefined)];
      found.push(which.range(start + match.index, start + match.index + match[0].length));
    }
  }
  return Decoration.set(found, true);
}

export function wikitext() {
  return ViewPlugin.fromClass(class {
    constructor(view) { this.decorations = coloured(view); }

    update(update) {
      if (update.docChanged || update.viewportChanged) this.decorations = coloured(update.view);
    }
  }, { decorations: (plugin) => plugin.decorations });
}
