// A word that is chosen tells of the edit that wrote it, in a card beside it. Without this, the word leads to that edit.
const text = document.querySelector(".written");
const card = document.getElementById("writing");

function show(run, row) {
  card.replaceChildren(...[...row.cloneNode(true).childNodes]);
  card.showPopover();
  const place = run.getClientRects()[0];
  const room = document.documentElement;
  const left = Math.min(Math.max(8, place.left), room.clientWidth - card.offsetWidth - 8);
  const below = place.bottom + 6;
  const fits = below + card.offsetHeight < room.clientHeight;
  card.style.left = `${left}px`;
  card.style.top = `${fits ? below : Math.max(8, place.top - card.offsetHeight - 6)}px`;
  card.querySelector("a")?.focus();
}

text?.addEventListener("click", (event) => {
  const run = event.target.closest("a[data-r]");
  if (!run || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !card?.showPopover) return;
  const row = document.getElementById(`r${run.dataset.r}`);
  if (!row) return;
  event.preventDefault();
  show(run, row);
});

card?.addEventListener("toggle", (event) => {
  if (event.newState === "closed") card.replaceChildren();
});
