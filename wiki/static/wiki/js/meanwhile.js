/* While one edits: who else does, told every fifteen seconds, and a notice when the part was changed meanwhile. */
"use strict";

(() => {
  const form = document.getElementById("editform");
  const place = document.getElementById("meanwhile");
  if (!form || !place) return;
  const EVERY = 15_000;
  const list = place.querySelector(".meanwhile-others");
  const box = place.querySelector(".meanwhile-changed");
  const merged = place.querySelector(".meanwhile-merged");
  const area = document.getElementById("wpTextbox1");
  const base = form.querySelector('input[name="base"]');
  const tab = form.querySelector('input[name="tab"]').value;
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? form.querySelector('input[name="csrfmiddlewaretoken"]').value;
  let { number } = place.dataset;
  let timer = 0;

  const post = (door, body) => fetch(door, { method: "POST", body, headers: { "X-CSRFToken": token() }, credentials: "same-origin" });

  const ask = async () => {
    clearTimeout(timer);
    timer = setTimeout(ask, EVERY);
    if (document.hidden) return;
    try {
      const answer = await post(place.dataset.door, new URLSearchParams({ tab, number, base: base.value }));
      if (!answer.ok) return;
      const said = await answer.json();
      number = String(said.number);
      tellOthers(said.others);
      if (said.changed) tellChanged(said.changed);
    } catch { /* no network: asked again */ }
  };

  const tellOthers = (others) => {
    if (others.join("\n") === [...list.children].map((one) => one.textContent).join("\n")) return;
    list.replaceChildren(...others.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    list.hidden = !others.length;
  };

  const tellChanged = (words) => {
    box.querySelector("p").textContent = words;
    box.querySelector(".bar").hidden = false;
    merged.replaceChildren();
    box.hidden = false;
  };

  /* The server merges; null where it cannot, and says why. */
  const merge = async () => {
    try {
      const answer = await post(place.dataset.merged, new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")));
      const said = await answer.json();
      if (answer.ok) return said;
      merged.textContent = said.message;
    } catch { /* no network: the buttons stay */ }
    return null;
  };

  const take = (said) => {
    const before = area.value;
    const { selectionStart } = area;
    let alike = 0;
    while (alike < before.length && before[alike] === said.text[alike]) alike += 1;
    const shift = selectionStart > alike ? said.text.length - before.length : 0;
    area.value = said.text;
    area.dispatchEvent(new CustomEvent("stemma:settext", { bubbles: true, detail: { text: said.text } }));
    area.dispatchEvent(new Event("input", { bubbles: true }));
    const caret = Math.max(0, selectionStart + shift);
    area.setSelectionRange(caret, caret);
    base.value = said.base;
    number = String(said.number);
    box.hidden = true;
  };

  box.addEventListener("click", async (event) => {
    const deed = event.target.closest("[data-deed]")?.dataset.deed;
    if (!deed || (deed === "take" && !area)) return;  // the infobox goes through the server
    event.preventDefault();
    const said = await merge();
    if (said && deed === "take") take(said);
    else if (said) merged.innerHTML = said.html;
  });

  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  /* Nothing is asked while the form is on its way: it would arrive after the goodbye and say that one is here. */
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, EVERY);
  });
  window.addEventListener("pagehide", () => {
    clearTimeout(timer);
    navigator.sendBeacon(place.dataset.door, new URLSearchParams({ tab, leaving: "1", csrfmiddlewaretoken: token() }));
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  ask();
})();
