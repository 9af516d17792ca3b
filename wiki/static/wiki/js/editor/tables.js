/* Tables: making one, and giving the Markdown table at the cursor another row or column. */

const ROW = /^\s*\|?.*\|/;
const RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

export function cells(line) {
  const inner = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

export function tableRow(row) {
  return `| ${row.join(" | ")} |`;
}

/* Rows of cells as a table; the first row is its head. A bar within a cell would end it. */
export function tableOf(rows) {
  const width = Math.max(...rows.map((row) => row.length));
  const filled = rows.map((row) => [...row, ...Array(width - row.length).fill("")].map((cell) => cell.replaceAll("|", "\\|")));
  return [filled[0], Array(width).fill("---"), ...filled.slice(1)].map(tableRow).join("\n");
}

/* The same in wikitext. */
export function wikitextTable([head, ...rows]) {
  const line = (sign, row) => `${sign} ${row.map((cell) => cell.replaceAll("|", "{{!}}")).join(` ${sign}${sign} `)}`;
  return ['{| class="wikitable"', line("!", head), ...rows.flatMap((row) => ["|-", line("|", row)]), "|}"].join("\n");
}

/* Lines of cells with tabs between, as a spreadsheet puts them beside its pictures; null for anything else. */
export function rowsOfTabs(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  const counts = new Set(lines.map((line) => line.split("\t").length));
  if (lines.length < 2 || counts.size !== 1 || counts.has(1) || lines.some((line) => line.startsWith("\t"))) return null;
  return lines.map((line) => line.split("\t").map((cell) => cell.trim()));
}

export function emptyRows(rows, columns, head) {
  const names = Array.from({ length: columns }, (_, n) => head.replace("%n", n + 1));
  return [names, ...Array.from({ length: rows }, () => Array(columns).fill(""))];
}

/* The table around a place in the text: its lines, and which line and column the place is in. */
export function tableAt(text, place) {
  const lines = text.split("\n");
  let start = 0;
  let at = 0;
  while (at < lines.length - 1 && start + lines[at].length < place) {
    start += lines[at].length + 1;
    at += 1;
  }
  if (!ROW.test(lines[at])) return null;
  let first = at;
  let last = at;
  while (first > 0 && ROW.test(lines[first - 1])) first -= 1;
  while (last < lines.length - 1 && ROW.test(lines[last + 1])) last += 1;
  if (last === first || !RULE.test(lines[first + 1])) return null;
  const before = lines[at].slice(0, place - start).replace(/^\s*\|/, "");
  const from = lines.slice(0, first).reduce((sum, line) => sum + line.length + 1, 0);
  const shown = lines.slice(first, last + 1);
  return {
    from,
    to: from + shown.join("\n").length,
    rows: shown.map(cells),
    row: at - first,
    column: before.split(/(?<!\\)\|/).length - 1,
  };
}

/* The table with one more row below the place, or one more column after it. */
export function withRow(table) {
  const rows = table.rows.map((row) => [...row]);
  rows.splice(Math.max(table.row, 1) + 1, 0, Array(rows[0].length).fill(""));
  return rows.map(tableRow).join("\n");
}

export function withColumn(table) {
  const at = Math.min(table.column, table.rows[0].length - 1) + 1;
  return table.rows.map((row, n) => tableRow([...row.slice(0, at), n === 1 ? "---" : "", ...row.slice(at)])).join("\n");
}
