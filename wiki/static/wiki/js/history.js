// The radio buttons of a history: the older revision may not be newer than the other one.
"use strict";

const form = document.getElementById("mw-history-compare");
const rows = form ? [...form.querySelectorAll(".rows > li")] : [];

function follow() {
  const chosen = (name) => rows.findIndex((row) => row.querySelector(`[name=${name}]`).checked);
  const older = chosen("oldid");
  const newer = chosen("diff");
  rows.forEach((row, place) => {
    const [from, to] = row.querySelectorAll("input");
    if (from.dataset.never === undefined) {
      from.dataset.never = String(from.disabled);
      to.dataset.never = String(to.disabled);
    }
    from.disabled = from.dataset.never === "true" || (newer >= 0 && place <= newer);
    to.disabled = to.dataset.never === "true" || (older >= 0 && place >= older);
    row.classList.toggle("picked", place === older || place === newer);
  });
}

for (const button of document.querySelectorAll("[data-choose]")) {
  button.addEventListener("click", () => {
    for (const box of form.querySelectorAll("[name=ids]")) {
      box.checked = button.dataset.choose === "all" || (button.dataset.choose === "invert" && !box.checked);
    }
  });
  button.parentElement.classList.add("listens"); // seen from now on: an earlier click would be lost
}

if (rows.length) {
  form.addEventListener("change", follow);
  window.addEventListener("pageshow", follow); // the browser may bring choices back
  follow();
}
