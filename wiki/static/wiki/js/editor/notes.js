/* Notes with names, by content model: those that a text has, and a new one. In Markdown a mark [^name] at the cursor
   and a line where notes stand; in wikitext all of it at the cursor. */

const NOTE = /^ {0,3}\[\^([^\]\[\s]{1,100})\]:[ \t]*(.*)$/gm;
const HEADING = /^#{1,6}[ \t]/gm;
const CATEGORIES = /(?:\s*\[\[[^\[\]\n]+:[^\[\]\n]*\]\])+\s*$/;

const read = (text) => [...text.matchAll(NOTE)].map((found) => ({ name: found[1], text: found[2] }));

/* Where the line of a new note goes: behind the last note, else at the end of the section that the cursor is in,
   before its categories. */
function placeOf(text, cursor) {
  const last = [...text.matchAll(NOTE)].pop();
  if (last) {
    const rest = text.slice(last.index + last[0].length);
    return last.index + last[0].length + /^(?:\n(?: {4}|\t)[^\n]*)*/.exec(rest)[0].length;
  }
  HEADING.lastIndex = cursor;
  const next = HEADING.exec(text);
  const section = text.slice(0, next ? next.index : text.length);
  const categories = CATEGORIES.exec(section.slice(cursor));
  const end = categories ? cursor + categories.index : section.length;
  return Math.max(cursor, section.slice(0, end).trimEnd().length);
}

function insert(surface, name, said) {
  const { text, to } = surface;
  const mark = `[^${name}]`;
  if (!said) {
    surface.replace(to, to, mark);
    return;
  }
  const place = placeOf(text, to);
  const line = `${mark}: ${said}`;
  const after = text.slice(place);
  const gap = /(?:^|\n) {0,3}\[\^[^\]\n]+\]:[^\n]*(?:\n(?: {4}|\t)[^\n]*)*$/.test(text.slice(0, place)) ? "\n" : "\n\n";
  const below = !after || /^\n\n|^\n {0,3}\[\^/.test(after) || !after.trim() ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  surface.replace(to, place, `${mark}${text.slice(to, place)}${gap}${line}${below}`, to + mark.length);
}

export const markdownNotes = { read, insert };

const REF = /<ref\s[^<>]*?\bname\s*=\s*(?:"([^"<>]+)"|'([^'<>]+)'|([^\s"'<>/]+))[^<>]*(?<!\/)>([^]*?)<\/ref>/gi;

export const wikitextNotes = {
  read: (text) => [...text.matchAll(REF)].map(([, one, other, bare, said]) => ({ name: one ?? other ?? bare, text: said })),
  insert(surface, name, said) {
    const tag = `<ref name="${name.replace(/["<>]/g, "")}"`;
    surface.replace(surface.to, surface.to, said ? `${tag}>${said}</ref>` : `${tag} />`);
  },
};
