/* Special:Drafts: what drafts.js kept in this browser, beside what the wiki keeps. */
"use strict";

(() => {
  const place = document.getElementById("drafts-here");
  if (!place) return;
  const list = place.querySelector("ul");
  const { account } = place.dataset;
  const WORDS = ["text", "value", "heading", "caption", "row_value"];

  const entries = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith("draft|")).map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }));
    } catch {
      return [];  // storage is refused, or holds what is none of ours
    }
  };

  const show = (entry) => {
    const row = place.querySelector("template").content.firstElementChild.cloneNode(true);
    const link = row.querySelector("a");
    link.href = entry.address;
    link.textContent = entry.name ? `${entry.title} › ${entry.name}` : entry.title;
    const when = new Date(entry.time).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    row.querySelector(".muted").textContent = when;
    const words = entry.fields.filter(([name]) => WORDS.includes(name)).map(([, value]) => value).join(" · ");
    row.querySelector(".draft-words").textContent = words.length > 160 ? `${words.slice(0, 160)}…` : words;
    row.querySelector("button").addEventListener("click", () => {
      localStorage.removeItem(entry.key);
      row.remove();
      place.hidden = !list.children.length;
    });
    list.append(row);
  };

  const kept = new Set([...document.querySelectorAll("[data-tab]")].map((row) => row.dataset.tab));  // on the wiki as well
  entries()
    .filter((entry) => entry.address?.startsWith("/") && (!entry.account || entry.account === account) && !kept.has(entry.tab))
    .sort((one, other) => other.time - one.time)
    .forEach(show);
  place.hidden = !list.children.length;
})();
