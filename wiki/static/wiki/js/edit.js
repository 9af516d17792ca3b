/* Every edit form: asks before unsaved text is left, counts the summary. The text's own editor is in editor/. */
"use strict";

(() => {
  const form = document.getElementById("editform");
  if (!form) return;

  /* Before publishing, the server asks about what the edit takes away beside words. */
  document.getElementById("ask")?.removeAttribute("disabled");

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
})();
