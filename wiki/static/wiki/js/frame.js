// Comforts of the frame: hiding a side column, printing, the search box under a finger. Nothing depends on them.
const page = document.documentElement;

function setHidden(column, hidden) {
  page.classList.toggle(`no-${column}`, hidden);
  try {
    if (hidden) localStorage.setItem(`hide-${column}`, "1");
    else localStorage.removeItem(`hide-${column}`);
  } catch {
    // storage is refused: it holds for this page
  }
}

for (const button of document.querySelectorAll(".column-toggle")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const { column } = button.dataset;
    const hide = !page.classList.contains(`no-${column}`);
    const drawer = button.closest("[popover]");
    if (drawer.matches(":popover-open")) drawer.hidePopover();
    setHidden(column, hide);
    button.textContent = hide ? button.dataset.show : button.dataset.hide;
  });
  if (page.classList.contains(`no-${button.dataset.column}`)) button.textContent = button.dataset.show;
}

const search = document.getElementById("p-search");
search?.addEventListener("toggle", (event) => {
  if (event.newState === "open") search.querySelector("input").focus();
});

const print = document.getElementById("t-print");
if (print) {
  print.hidden = false;
  print.querySelector("button").addEventListener("click", () => window.print());
}

// On a narrow screen the tabs are one row that scrolls: the view one is in stands in sight.
const tabs = document.querySelector(".tabs");
const view = tabs?.querySelector("#p-views [aria-current]")?.getBoundingClientRect();
if (view) {
  const row = tabs.getBoundingClientRect();
  tabs.scrollLeft += Math.max(0, view.right - row.right) - Math.max(0, row.left - view.left);
}
