/* What the toolbar and the keys do to the text. */
import { linesAt } from "./surface.js";
import { emptyRows, tableAt, withColumn, withRow } from "./tables.js";

/* Around the selection, or around the sample where nothing is selected; a second time takes it away again. Bold and
   italics are told apart by the number of their signs: `both` is how many stand for the two together. */
export function wrap(surface, before, after, sample, both = 0) {
  const { text, from, to } = surface;
  const chosen = text.slice(from, to);
  let signs = 0;
  while (both && text[from - signs - 1] === before[0]) signs += 1;
  const there = text.slice(from - before.length, from) === before && text.slice(to, to + after.length) === after;
  if (there && chosen && (!both || signs === before.length || signs >= both)) {
    const start = from - before.length;
    surface.replace(start, to + after.length, chosen, start, start + chosen.length);
    return;
  }
  const inner = chosen || sample;
  const start = from + before.length;
  surface.replace(from, to, before + inner + after, start, start + inner.length);
}

const CLOSED = /^(={2,6})[ \t]*([^=].*?)?[ \t]*\1[ \t]*$/; // a heading

/* The marks before and behind each line that is touched; where all lines have them already, they go. `signs` are
   the marks that a line may begin with, which do not stay. */
export function lead(surface, before, after, signs) {
  const { from, to, lines } = linesAt(surface);
  const numbered = /^\d/.test(before);
  const has = lines.every((line) => (numbered ? /^\d+[.)] /.test(line) : line.startsWith(before) && line.endsWith(after)));
  const bare = lines.map((line) => line.replace(signs, "").replace(CLOSED, (_all, _marks, title) => title ?? ""));
  const made = has ? bare : bare.map((line, n) => `${numbered ? `${n + 1}. ` : before}${line}${after}`);
  const text = made.join("\n");
  if (lines.length > 1) {
    surface.replace(from, to, text, from, from + text.length);
    return;
  }
  const behind = lines[0].length - lines[0].lastIndexOf(bare[0]) - bare[0].length; // marks that stood there
  const rest = Math.max(0, to - surface.to - behind) + (has ? 0 : after.length);
  surface.replace(from, to, text, from + Math.max(0, text.length - rest));
}

/* As words of a line, or as a block where lines are chosen. */
export function code(surface, words, block, sample) {
  const chosen = surface.text.slice(surface.from, surface.to);
  if (chosen.includes("\n")) wrap(surface, ...block, "");
  else wrap(surface, ...words, sample);
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

export function table(surface, tableOf, rows, columns, head) {
  const made = emptyRows(rows, columns, head);
  const text = tableOf(made);
  const from = surface.from;
  block(surface, text);
  const start = surface.text.indexOf(text, from) + text.indexOf(made[0][0]);
  surface.select(start, start + made[0][0].length);
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

/* Enter in a list or a quotation goes on with it; in an empty item it ends it. Says whether it did anything.
   `item(line)` tells the mark of a line and that of the next. */
export function continueList(surface, item) {
  if (surface.from !== surface.to) return false;
  const place = surface.from;
  const start = surface.text.lastIndexOf("\n", place - 1) + 1;
  const end = surface.text.indexOf("\n", place);
  const line = surface.text.slice(start, end < 0 ? surface.text.length : end);
  const found = item(line);
  if (!found || place < start + found.mark.length) return false;
  if (line.length === found.mark.length) {
    surface.replace(start, place, "");
    return true;
  }
  surface.replace(place, place, `\n${found.next}`);
  return true;
}
