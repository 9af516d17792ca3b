/* What the toolbar and the keys do to the text. */
import { linesAt } from "./surface.js";
import { emptyTable, tableAt, withColumn, withRow } from "./tables.js";

/* Around the selection, or around the sample where nothing is selected; a second time takes it away again. */
export function wrap(surface, before, after, sample) {
  const { text, from, to } = surface;
  const chosen = text.slice(from, to);
  if (text.slice(from - before.length, from) === before && text.slice(to, to + after.length) === after && chosen) {
    const start = from - before.length;
    surface.replace(start, to + after.length, chosen, start, start + chosen.length);
    return;
  }
  const inner = chosen || sample;
  const start = from + before.length;
  surface.replace(from, to, before + inner + after, start, start + inner.length);
}

const LEAD = /^(#{2,6} +|[-*+] +|\d+[.)] +|> ?)/;
const CLOSED = /^(={2,6})[ \t]*([^=].*?)[ \t]*\1[ \t]*$/; // a heading of the other kind

/* The mark before each line that is touched; where all lines have it already, it goes. */
export function lead(surface, mark) {
  const { from, to, lines } = linesAt(surface);
  const numbered = /^\d/.test(mark);
  const has = lines.every((line) => (numbered ? /^\d+[.)] /.test(line) : line.startsWith(mark)));
  const made = lines.map((line, n) => {
    const bare = line.replace(LEAD, "").replace(CLOSED, "$2");
    return has ? bare : `${numbered ? `${n + 1}. ` : mark}${bare}`;
  });
  const text = made.join("\n");
  if (lines.length > 1) surface.replace(from, to, text, from, from + text.length);
  else surface.replace(from, to, text, from + Math.max(0, text.length - (to - surface.to)));
}

export function code(surface, sample) {
  const chosen = surface.text.slice(surface.from, surface.to);
  if (chosen.includes("\n")) wrap(surface, "```\n", "\n```", "");
  else wrap(surface, "`", "`", sample);
}

/* A block of its own: blank lines around it, and the cursor behind. */
export function block(surface, text) {
  const { text: all, from, to } = surface;
  const before = all.slice(0, from);
  const after = all.slice(to);
  const above = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const below = after.startsWith("\n\n") || !after ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  surface.replace(from, to, above + text + below, from + above.length + text.length);
}

export function table(surface, rows, columns, head) {
  const text = emptyTable(rows, columns, head);
  const from = surface.from;
  block(surface, text);
  const start = surface.text.indexOf(text, from) + 2;
  surface.select(start, start + head.replace("%n", 1).length);
}

export function growTable(surface, what) {
  const found = tableAt(surface.text, surface.from);
  if (!found) return false;
  const place = surface.from;
  const text = what === "row" ? withRow(found) : withColumn(found);
  surface.replace(found.from, found.to, text, Math.min(place, found.from + text.length));
  return true;
}

async function fetched(address) {
  try {
    return address ? await (await fetch(address)).text() : "";
  } catch {
    return "";
  }
}

/* The next free number of a note: its mark at the cursor, its text in a line at the end. `whole` is where the source
   of the page stands when a part of it is edited: notes are numbered by page. */
export async function note(surface, { whole }) {
  const mark = surface.mark();
  const others = await fetched(whole);
  const numbers = [...(others + surface.text).matchAll(/\[\^(\d{1,6})\]/g)].map((found) => Number(found[1]));
  const name = `[^${Math.max(0, ...numbers) + 1}]`;
  const place = mark.place;
  const rest = surface.text.slice(place);
  const wanted = /(^|\n)\[\^[^\]\n]+\]:[^\n]*\n*$/.test(surface.text) ? 1 : 2; // line breaks before it
  const there = /\n*$/.exec(rest)[0].length;
  surface.replace(place, surface.text.length, `${name}${rest}${"\n".repeat(Math.max(0, wanted - there))}${name}: `);
}

const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})([.)]))([ \t]+)(\[[ xX]\][ \t]+)?|^(\s{0,3}(?:>[ \t]?)+)/;

/* Enter in a list or a quotation goes on with it; in an empty item it ends it. Says whether it did anything. */
export function continueList(surface) {
  if (surface.from !== surface.to) return false;
  const place = surface.from;
  const start = surface.text.lastIndexOf("\n", place - 1) + 1;
  const end = surface.text.indexOf("\n", place);
  const line = surface.text.slice(start, end < 0 ? surface.text.length : end);
  const found = ITEM.exec(line);
  if (!found || place < start + found[0].length) return false;
  if (line.length === found[0].length) {
    surface.replace(start, place, "");
    return true;
  }
  const [, indent, bullet, number, dot, gap, box, quote] = found;
  const mark = quote ?? `${indent}${bullet ?? `${Number(number) + 1}${dot}`}${gap}${box ? "[ ] " : ""}`;
  surface.replace(place, place, `\n${mark}`);
  return true;
}
