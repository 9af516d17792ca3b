/* Markdown as this wiki writes it, for colours alone: wiki links, notes, == headings ==, the infobox. */
import {
  Language, Table, Tag, defineLanguageFacet, markdownParser, styleTags, syntaxHighlighting, tagHighlighter, tags,
} from "../../vendor/codemirror/codemirror.js";

const own = { link: Tag.define(), note: Tag.define(), box: Tag.define(), key: Tag.define() };
const LONGEST = 500; // characters in which a link has to end

function wikiLink(context, next, place) {
  if (next !== 91 || context.char(place + 1) !== 91) return -1;
  const end = context.slice(place, Math.min(context.end, place + LONGEST)).indexOf("]]");
  if (end < 0) return -1;
  const stop = place + end + 2;
  return context.addElement(context.elt("WikiLink", place, stop, [
    context.elt("WikiLinkMark", place, place + 2),
    context.elt("WikiLinkMark", stop - 2, stop),
  ]));
}

function note(context, next, place) {
  if (next !== 91 || context.char(place + 1) !== 94) return -1;
  const found = /^\[\^[^\]\s]{1,100}\]/.exec(context.slice(place, Math.min(context.end, place + 110)));
  return found ? context.addElement(context.elt("Note", place, place + found[0].length)) : -1;
}

const HEADING = /^(={2,6})[^=](?:.*[^=])?\1[ \t]*$/;
const isHeading = (line) => line.next === 61 && line.pos === line.basePos && HEADING.test(line.text);

function heading(context, line) {
  if (!isHeading(line)) return false;
  const from = context.lineStart + line.pos;
  const marks = HEADING.exec(line.text)[1].length;
  const to = from + line.text.trimEnd().length;
  context.addElement(context.elt("WikiHeading", from, to, [
    context.elt("HeaderMark", from, from + marks), context.elt("HeaderMark", to - marks, to),
  ]));
  context.nextLine();
  return true;
}

function infobox(context, line) {
  const found = /^(`{3,}|~{3,})infobox\b/.exec(line.text);
  if (!found) return false;
  const start = context.lineStart;
  const inside = [context.elt("CodeMark", start, start + line.text.length)];
  while (context.nextLine()) {
    const from = context.lineStart;
    if (line.text.startsWith(found[1])) {
      inside.push(context.elt("CodeMark", from, from + line.text.length));
      context.nextLine();
      break;
    }
    const key = /^[^:]+:/.exec(line.text);
    if (key) inside.push(context.elt("InfoboxKey", from, from + key[0].length));
  }
  context.addElement(context.elt("Infobox", start, Math.max(start, context.prevLineEnd()), inside));
  return true;
}

const wiki = {
  defineNodes: [
    "WikiLink", "WikiLinkMark", "Note", "InfoboxKey", { name: "WikiHeading", block: true }, { name: "Infobox", block: true },
  ],
  parseInline: [
    { name: "WikiLink", parse: wikiLink, before: "Link" },
    { name: "Note", parse: note, before: "Link" },
  ],
  parseBlock: [
    { name: "Infobox", parse: infobox, before: "FencedCode" },
    { name: "WikiHeading", parse: heading, before: "ATXHeading", endLeaf: (_context, line) => isHeading(line) },
  ],
  remove: ["SetextHeading"],
  props: [styleTags({
    WikiLink: own.link, WikiLinkMark: tags.processingInstruction, Note: own.note, WikiHeading: tags.heading,
    Infobox: own.box, InfoboxKey: own.key,
  })],
};

const NAMES = [
  [tags.heading, "heading"], [tags.strong, "strong"], [tags.emphasis, "emphasis"],
  [tags.link, "link"], [tags.url, "address"], [tags.monospace, "code"], [tags.quote, "quote"],
  [tags.processingInstruction, "mark"], [tags.contentSeparator, "mark"], [tags.comment, "comment"],
  [tags.angleBracket, "mark"], [tags.tagName, "mark"],
  [own.link, "wiki-link"], [own.note, "note"], [own.box, "infobox"], [own.key, "key"],
];

export function wikiMarkdown() {
  const parser = markdownParser.configure([Table, wiki]);
  const classes = tagHighlighter(NAMES.map(([tag, name]) => ({ tag, class: `md-${name}` })));
  return [new Language(defineLanguageFacet(), parser, [], "markdown"), syntaxHighlighting(classes)];
}
