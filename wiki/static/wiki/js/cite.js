// Words selected in an article are offered for citing; without script the form of the page Cite does the same.
"use strict";

const article = document.querySelector("article.page");
const tool = document.querySelector("#t-cite a");
const LONGEST = 1000;

if (article && tool) {
  const plain = tool.href;
  const offer = document.createElement("a");
  offer.className = "cite-offer";
  offer.textContent = tool.dataset.words;
  offer.hidden = true;
  document.body.append(offer);

  // What stands in a range, without the links that are no text of the article.
  const text = (range) => {
    const piece = range.cloneContents();
    for (const other of piece.querySelectorAll(".ed, .fa, .infobox-foot, .more, .noimage, .skip, small")) other.remove();
    const blocks = "p, li, dt, dd, h2, h3, h4, h5, h6, tr, td, th, div, pre, blockquote, figure, br";
    for (const block of piece.querySelectorAll(blocks)) {
      block.before(" ");
      block.after(" ");
    }
    return piece.textContent.replace(/\s+/g, " ");
  };

  // The same words may stand above: how often, so that the right ones are marked.
  const place = (range, words) => {
    const above = document.createRange();
    above.setStart(article, 0);
    above.setEnd(range.startContainer, range.startOffset);
    return text(above).split(words).length;
  };

  const follow = () => {
    const chosen = getSelection();
    const range = chosen.rangeCount ? chosen.getRangeAt(0) : null;
    const inside = range && !chosen.isCollapsed && article.contains(range.commonAncestorContainer);
    const words = inside ? text(range).trim() : "";
    if (words.length < 3 || words.length > LONGEST) {
      offer.hidden = true;
      tool.href = plain;
      return;
    }
    const address = new URL(plain);
    address.searchParams.set("quote", words);
    const nth = place(range, words);
    if (nth > 1) address.searchParams.set("nth", nth);
    tool.href = offer.href = address.href;
    const box = range.getBoundingClientRect();
    offer.hidden = false;
    const right = document.documentElement.clientWidth - offer.offsetWidth - 8;
    offer.style.left = `${Math.max(8, Math.min(box.left, right))}px`;
    offer.style.top = `${window.scrollY + box.bottom + 6}px`;
  };

  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(follow, 200);
  });
}
