// Marks what changed since this reader last read the page. What was read when stays in this browser.
const template = document.getElementById("since");
const article = document.querySelector("article.page");
const KEY = "last-read";
const MOST = 300; // pages remembered
const VISIT = 30 * 60 * 1000; // coming back within half an hour is the same visit: the marks stay

// Of each page: the revision and time that marks count from, and those that were seen last.
function remembered() {
  try {
    const known = JSON.parse(localStorage.getItem(KEY));
    return known && typeof known === "object" && !Array.isArray(known) ? known : {};
  } catch {
    return {};
  }
}

function remember(page, entry) {
  const known = { ...remembered(), [page]: entry };
  const pages = Object.entries(known).sort((one, other) => other[1][3] - one[1][3]);
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(pages.slice(0, MOST))));
  } catch {
    // storage is full or refused: nothing is remembered
  }
}

// The revision to compare with and when it was read, and notes this visit.
function lastRead(page, revision, now) {
  const known = remembered()[page];
  const sound = Array.isArray(known) && known.length === 4 && known.every(Number.isSafeInteger);
  let [base, when] = [revision, now];
  if (sound) [base, when] = now - known[3] > VISIT ? known.slice(2) : known.slice(0, 2);
  remember(page, [base, when, revision, now]);
  return [base, when];
}

// What makes up a section in the page: its heading and all up to the next, or what stands before the first.
function elementsOf(anchor) {
  const heading = anchor ? document.getElementById(anchor)?.closest(".mw-heading") : null;
  if (anchor && !heading) return [];
  const found = heading ? [heading.firstElementChild] : [];
  let next = heading ? heading.nextElementSibling : article.firstElementChild;
  for (; next && !next.matches(".mw-heading"); next = next.nextElementSibling) {
    if (!next.matches(".infobox, .box")) found.push(next);
  }
  return found;
}

// The letters and digits of a section, each with the text node and place it stands at.
function lettersOf(elements) {
  const places = [];
  let letters = "";
  for (const element of elements) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (const match of node.data.matchAll(/[\p{L}\p{N}]/gu)) {
        letters += match[0];
        for (let unit = 0; unit < match[0].length; unit += 1) places.push([node, match.index + unit]);
      }
    }
  }
  return { letters, places };
}

function wrap(places) {
  const byNode = new Map();
  for (const [node, at] of places) byNode.set(node, [byNode.get(node)?.[0] ?? at, at + 1]);
  for (const [node, [start, end]] of byNode) {
    const mark = document.createElement("mark");
    mark.className = "since";
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    range.surroundContents(mark);
  }
}

function markWords({ anchor, whole, words }) {
  const { letters, places } = lettersOf(elementsOf(anchor));
  if (whole) {
    wrap(places);
    return;
  }
  const found = [];
  let from = 0;
  for (const [before, text, after] of words) {
    const at = letters.indexOf(before + text + after, Math.max(0, from - before.length));
    if (at < 0) continue;
    from = at + before.length + text.length;
    found.push([at + before.length, from]);
  }
  // From the end, so that the places before stay right.
  for (const [start, end] of found.reverse()) wrap(places.slice(start, end));
}

function dot(link) {
  const sign = document.createElement("span");
  const words = document.createElement("span");
  sign.className = "since-dot";
  words.className = "visually-hidden";
  words.textContent = ` (${template.dataset.word})`;
  sign.append(words);
  link.append(sign);
}

function markContents(anchors) {
  for (const link of document.querySelectorAll("#toc a")) {
    const anchor = "section" in link.dataset ? "" : decodeURIComponent(link.hash.slice(1));
    if (anchors.has(anchor)) dot(link);
  }
}

function showBar(found, when) {
  const bar = template.content.firstElementChild.cloneNode(true);
  const day = new Date(when).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  bar.querySelector(".since-sentence").textContent = found.sentence.replace("{date}", day);
  bar.querySelector(".since-diff").href = found.diff;
  const toggle = bar.querySelector(".since-toggle");
  toggle.addEventListener("click", () => {
    const off = document.documentElement.classList.toggle("since-off");
    toggle.setAttribute("aria-pressed", String(!off));
    toggle.textContent = off ? toggle.dataset.show : toggle.dataset.hide;
  });
  bar.querySelector(".since-close").addEventListener("click", () => bar.remove());
  document.getElementById("content").append(bar);
}

async function main() {
  const page = template.dataset.page;
  const revision = Number(template.dataset.revision);
  const now = Date.now();
  const [base, when] = lastRead(page, revision, now);
  if (base === revision) return;
  const answer = await fetch(`${template.dataset.url}?from=${base}`);
  if (!answer.ok) {
    // The revision is gone, hidden or another page's: it is forgotten.
    if (answer.status < 500) remember(page, [revision, now, revision, now]);
    return;
  }
  const found = await answer.json();
  if (!found.sentence) return;
  const anchors = new Set(found.sections.map((section) => section.anchor));
  if (found.fields.length) anchors.add("");
  for (const section of found.sections) markWords(section);
  for (const id of found.fields) document.getElementById(`field-${id}`)?.classList.add("since-field");
  markContents(anchors);
  showBar(found, when);
}

if (template && article) main();
