/* The editor: asks before unsaved text is left, and a small toolbar. The form works without any of it. */
"use strict";

(() => {
  const form = document.getElementById("editform");
  if (!form) return;

  /* Unsaved changes. A form that came back from the server with typed text is unsaved from the start. */
  const typed = () => [...form.querySelectorAll("input[name]:not([type=hidden]), textarea[name]")]
    .map((input) => `${input.name}=${input.type === "checkbox" ? input.checked : input.value}`).join("\n");
  const opened = typed();
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && ("unsaved" in form.dataset || typed() !== opened)) event.preventDefault();
  });

  /* Who writes words of their own on the conflict page means them. */
  form.addEventListener("input", (event) => {
    const own = event.target.closest(".side.own");
    if (own && event.target.matches("textarea")) own.querySelector("input[type=radio]").checked = true;
  });

  /* Areas without field-sizing grow with their text. */
  if (!CSS.supports("field-sizing", "content")) {
    const fit = (area) => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; };
    const areas = form.querySelectorAll("textarea.grows");
    if (areas.length < 200) areas.forEach(fit);
    form.addEventListener("input", (event) => { if (event.target.matches("textarea.grows")) fit(event.target); });
  }

  /* How much of the summary is left, once it gets short. */
  const summary = document.getElementById("wpSummary");
  const left = document.getElementById("summary-left");
  if (summary && left) {
    const count = () => {
      const rest = summary.maxLength - summary.value.length;
      left.textContent = rest < 100 ? rest : "";
    };
    summary.addEventListener("input", count);
    count();
  }

  const area = document.getElementById("wpTextbox1");
  const bar = document.getElementById("edit-toolbar");
  if (!area || !bar || area.readOnly) return;
  bar.hidden = false;

  /* insertText keeps the browser's own undo; setRangeText is for browsers that refuse it. */
  const insert = (text) => {
    area.focus();
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const wrap = (before, after, sample) => {
    const start = area.selectionStart;
    const chosen = area.value.slice(start, area.selectionEnd) || sample;
    insert(before + chosen + after);
    area.setSelectionRange(start + before.length, start + before.length + chosen.length);
  };
  const lead = (mark) => {
    const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const end = area.selectionEnd;
    area.setSelectionRange(start, end);
    insert(area.value.slice(start, end).split("\n").map((line) => mark + line).join("\n"));
  };
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { before, after, sample, line } = button.dataset;
    if (line) lead(line); else wrap(before, after, sample);
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const button = bar.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (button) { event.preventDefault(); button.click(); }
  });
})();
