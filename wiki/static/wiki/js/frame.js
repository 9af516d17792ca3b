// Comforts of the frame: hiding a side column, appearance, printing, the search box. Nothing depends on them.
const page = document.documentElement;

function store(key, value) {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // storage is refused: it holds for this page
  }
}

// ---- Side columns ----

for (const button of document.querySelectorAll(".column-toggle")) {
  button.addEventListener("click", () => {
    const { column } = button.dataset;
    const hide = !page.classList.contains(`no-${column}`);
    const drawer = button.closest("[popover]");
    if (drawer.matches(":popover-open")) drawer.hidePopover();
    page.classList.toggle(`no-${column}`, hide);
    store(`hide-${column}`, hide ? "1" : "");
    button.textContent = hide ? button.dataset.show : button.dataset.hide;
  });
  if (page.classList.contains(`no-${button.dataset.column}`)) button.textContent = button.dataset.show;
}

// ---- Appearance: one class on the root for each choice that is not the standard (see reader.js) ----

const appearance = document.getElementById("p-appearance");

function chosenClass(name) {
  return [...page.classList].find((word) => word.startsWith(`${name}-`)) ?? "";
}

appearance?.addEventListener("change", ({ target: { name, value } }) => {
  const old = chosenClass(name);
  if (old) page.classList.remove(old);
  if (value) page.classList.add(`${name}-${value}`);
  store(name, value);
});

function showChosen() {
  for (const radio of appearance.querySelectorAll("input")) {
    radio.checked = chosenClass(radio.name) === (radio.value && `${radio.name}-${radio.value}`);
  }
}

if (appearance) {
  showChosen();
  appearance.addEventListener("beforetoggle", showChosen);
}

// ---- The rest ----

const search = document.getElementById("p-search");
search?.addEventListener("toggle", (event) => {
  if (event.newState === "open") search.querySelector("input").focus();
});

document.querySelector("#t-print button")?.addEventListener("click", () => window.print());

// What scrolls sideways can be scrolled by keyboard, in browsers that do not see to it themselves.
for (const block of document.querySelectorAll(".page :is(pre, table)")) {
  if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
}

// On a narrow screen the tabs are one row that scrolls: the view one is in stands in sight.
const tabs = document.querySelector(".tabs");
const view = tabs?.querySelector("#p-views [aria-current]")?.getBoundingClientRect();
if (view) {
  const row = tabs.getBoundingClientRect();
  tabs.scrollLeft += Math.max(0, view.right - row.right) - Math.max(0, row.left - view.left);
}

// What was published needs no draft in this browser any more (see drafts.js).
try {
  const sent = sessionStorage.getItem("draft-sent");
  if (sent && ["saved", "created", "nochange"].includes(document.querySelector(".notice")?.dataset.code)) {
    for (const key of JSON.parse(sent)) localStorage.removeItem(key);
    sessionStorage.removeItem("draft-sent");
  }
} catch {
  // storage is refused: there is no draft
}
