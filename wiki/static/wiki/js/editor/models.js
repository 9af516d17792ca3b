/* What an editor's marks are in each content model, and how its headings, items and tables are written. The toolbar's
   buttons name a mark; one that a model does not have is not shown. */
import { code, growTable, lead, note, table, wrap } from "./deeds.js";
import { markdownOf } from "./markdown.js";
import { markdownNotes, wikitextNotes } from "./notes.js";
import { tableOf as markdownTable, wikitextTable } from "./tables.js";

const around = (before, after) => (surface, { sample = "" }) => wrap(surface, before, after, sample);
const emphasis = (mark, both) => (surface, { sample }) => wrap(surface, mark, mark, sample, both);
const lines = (signs) => (before, after = "") => (surface) => lead(surface, before, after, signs);
const emptyTable = (tableOf) => (surface, { sample, rows, columns }) => table(surface, tableOf, rows, columns, sample);

/* Each heading's place in a text and its words; `fence` begins and ends what is code. */
const headingsBy = (heading, fence) => (text) => {
  const found = [];
  let place = 0;
  let open = "";
  for (const line of text.split("\n")) {
    const mark = fence?.exec(line)?.[1] ?? "";
    const words = heading.exec(line);
    if (open) {
      if (mark.startsWith(open) && !line.trim().slice(mark.length)) open = "";
    } else if (mark) {
      open = mark;
    } else if (words) {
      found.push({ place, title: words.findLast(Boolean).trim() });
    }
    place += line.length + 1;
  }
  return found;
};

const both = {
  link: around("[[", "]]"),
  picture: around("[[File:", "|thumb|]]"),
};

const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})([.)]))([ \t]+)(\[[ xX]\][ \t]+)?|^(\s{0,3}(?:>[ \t]?)+)/;

/* The mark that a line of a list or a quotation begins with, and that of the line after it. */
function markdownItem(line) {
  const found = ITEM.exec(line);
  if (!found) return null;
  const [mark, indent, bullet, number, dot, gap, box, quote] = found;
  return { mark, next: quote ?? `${indent}${bullet ?? `${Number(number) + 1}${dot}`}${gap}${box ? "[ ] " : ""}` };
}

function wikitextItem(line) {
  const mark = /^(?!#redirect\b)[*#:;]+[ \t]*/i.exec(line)?.[0];
  return mark ? { mark, next: mark } : null;
}

const inMarkdown = lines(/^(#{2,6} +|[-*+] +|\d+[.)] +|> ?)/);
const inWikitext = lines(/^[*#:;]+[ \t]*/);

export const MODELS = {
  markdown: {
    name: "markdown",
    notes: markdownNotes,
    marks: {
      ...both,
      bold: emphasis("**", 3),
      italic: emphasis("*", 3),
      section: inMarkdown("## "),
      subsection: inMarkdown("### "),
      below: inMarkdown("#### "),
      plain: inMarkdown(""),
      site: around("[", "](https://)"),
      list: inMarkdown("- "),
      numbered: inMarkdown("1. "),
      quotation: inMarkdown("> "),
      code: (surface, { sample }) => code(surface, ["`", "`"], ["```\n", "\n```"], sample),
      table: emptyTable(markdownTable),
      row: (surface) => growTable(surface, "row"),
      column: (surface) => growTable(surface, "column"),
      note,
    },
    headings: headingsBy(/^(?:#{2,6}[ \t]+(\S.*?)[ \t]*#*|(={2,6})([^=].*)\2)[ \t]*$/, /^ {0,3}(`{3,}|~{3,})/),
    item: markdownItem,
    nested: /^\s*([-*+]|\d+[.)])\s/, // lines that Tab moves in
    tableOf: markdownTable,
    rich: markdownOf,
    colours: async () => (await import("./language.js")).wikiMarkdown(),
  },
  wikitext: {
    name: "wikitext",
    notes: wikitextNotes,
    marks: {
      ...both,
      bold: emphasis("'''", 5),
      italic: emphasis("''", 5),
      section: inWikitext("== ", " =="),
      subsection: inWikitext("=== ", " ==="),
      below: inWikitext("==== ", " ===="),
      plain: inWikitext(""),
      site: around("[https:// ", "]"),
      list: inWikitext("* "),
      numbered: inWikitext("# "),
      quotation: around("<blockquote>", "</blockquote>"),
      code: (surface, { sample }) => code(surface, ["<code>", "</code>"], ["<pre>\n", "\n</pre>"], sample),
      table: emptyTable(wikitextTable),
      note: around("<ref>", "</ref>"),
    },
    headings: headingsBy(/^(={2,6})([^=].*)\1[ \t]*$/),
    item: wikitextItem,
    tableOf: wikitextTable,
    colours: async () => (await import("./wikitext.js")).wikitext(),
  },
};
