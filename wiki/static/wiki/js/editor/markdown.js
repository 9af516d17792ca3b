/* Rich text that was copied elsewhere, as Markdown, through Turndown. */
import { tableOf } from "./tables.js";

/* Marks that mean something. An editor of code puts colours on the clipboard, which do not. */
const RICH = "a[href], b, strong, i, em, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, pre, code";

/* The page that was copied. Its styles and handlers are set aside before it is read: this page's policy forbids
   them, and would say so. */
function read(html) {
  const tame = html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)(?=\s*=)/gi, " data-$1"));
  const page = new DOMParser().parseFromString(tame, "text/html");
  page.querySelectorAll("style, script, title, meta, link, template, noscript, svg, button, input").forEach((one) => one.remove());
  for (const one of page.querySelectorAll("[data-style]")) {
    const style = one.dataset.style.replace(/\s/g, "").toLowerCase();
    if (/font-weight:(normal|400)/.test(style) && one.matches("b, strong")) one.replaceWith(...one.childNodes);
    else if (one.matches("span")) dress(one, style);
  }
  return page.body;
}

/* Word processors say in a style what a browser says in an element. */
function dress(span, style) {
  const names = [];
  if (/font-weight:(bold|[6-9]00)/.test(style)) names.push("strong");
  if (/font-style:italic/.test(style)) names.push("em");
  for (const name of names) {
    const made = span.ownerDocument.createElement(name);
    made.append(...span.childNodes);
    span.append(made);
  }
}

/* The title of a page of this wiki, for an address of one. */
function ownTitle(address) {
  if (!address.startsWith(`${location.origin}/wiki/`)) return "";
  const { pathname, hash, search } = new URL(address);
  if (search) return "";
  try {
    return decodeURIComponent(pathname.slice("/wiki/".length) + hash).replaceAll("_", " ");
  } catch {
    return "";
  }
}

const oneLine = (text) => text.replace(/\s*\n\s*/g, " ").trim();

function link(content, node) {
  const words = oneLine(content);
  const address = node.href;
  if (!words) return "";
  const title = ownTitle(address);
  if (title) return title === words ? `[[${title}]]` : `[[${title}|${words}]]`;
  if (!/^(https?|mailto):/.test(address)) return words;
  return words === address ? `<${address}>` : `[${words}](${address.replaceAll("(", "%28").replaceAll(")", "%29")})`;
}

function item(content, node, options) {
  const list = node.parentNode;
  const at = [...list.children].filter((child) => child.nodeName === "LI").indexOf(node);
  const mark = list.nodeName === "OL" ? `${at + (Number(list.getAttribute("start")) || 1)}. ` : `${options.bulletListMarker} `;
  const text = content.trim().replace(/\n{2,}(?=\s*(?:[-*]|\d+\.) )/g, "\n").replace(/\n/g, "\n    ");
  return `${mark}${text}${node.nextElementSibling ? "\n" : ""}`;
}

function table(service, node) {
  const cell = (one) => oneLine(service.turndown(one));
  const rows = [...node.rows].map((row) => [...row.cells].flatMap((one) => [cell(one), ...Array(Math.min(one.colSpan - 1, 50)).fill("")]));
  const filled = rows.filter((row) => row.some(Boolean));
  const columns = Math.max(0, ...filled.map((row) => row.length));
  if (!columns) return "";
  if (columns === 1) return `\n\n${filled.map(([one]) => one).join("\n\n")}\n\n`; // only a frame
  return `\n\n${tableOf(filled)}\n\n`;
}

function converter(TurndownService) {
  const service = new TurndownService({
    headingStyle: "atx", bulletListMarker: "-", emDelimiter: "*", codeBlockStyle: "fenced", hr: "---",
  });
  service.addRule("heading", {
    filter: ["h1", "h2", "h3", "h4", "h5", "h6"],
    replacement: (content, node) => `\n\n${"#".repeat(Math.max(2, Number(node.nodeName[1])))} ${oneLine(content)}\n\n`,
  });
  service.addRule("link", { filter: (node) => node.nodeName === "A" && node.hasAttribute("href"), replacement: link });
  service.addRule("item", { filter: "li", replacement: item });
  service.addRule("picture", { filter: "img", replacement: (_content, node) => service.escape(node.alt) });
  service.addRule("table", { filter: "table", replacement: (_content, node) => table(service, node) });
  return service;
}

/* Rich text as Markdown; "" where it is no richer than its words. */
export async function markdownOf(html) {
  const body = read(html);
  if (!body.querySelector(RICH)) return "";
  const { TurndownService } = await import("../../vendor/codemirror/codemirror.js");
  return converter(TurndownService).turndown(body).replaceAll("\u00a0", " ").trim();
}

/* Whether there are words in it at all, or a picture alone. */
export function hasWords(html) {
  return Boolean(read(html).textContent.trim());
}
