/* The infobox form without round trips: add, remove (and take back), move by button, by drag and by key. */
"use strict";

(() => {
  const list = document.getElementById("infobox-rows");
  const blank = document.getElementById("infobox-row");
  const status = document.getElementById("infobox-status");
  if (!list || !blank) return;
  list.classList.add("can-drag");

  const nameOf = (row) => row.querySelector(".row-key").value.trim() || list.dataset.unnamed;
  const tell = (text, button) => { status.replaceChildren(text, ...(button ? [" ", button] : [])); };
  const fill = (text, name) => text.replace("%s", name);

  const add = () => {
    const row = blank.content.firstElementChild.cloneNode(true);
    list.append(row);
    row.querySelector(".row-key").focus();
  };

  const remove = (row) => {
    const next = row.nextElementSibling;
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "as-link";
    undo.textContent = list.dataset.undo;
    undo.addEventListener("click", () => {
      list.insertBefore(row, next && next.parentNode === list ? next : null);
      row.querySelector(".row-key").focus();
      tell(fill(list.dataset.back, nameOf(row)));
    });
    row.remove();
    tell(fill(list.dataset.removed, nameOf(row)), undo);
    undo.focus();
  };

  const move = (row, up, button) => {
    const other = up ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    list.insertBefore(row, up ? other : other.nextElementSibling);
    button.focus();
    // At the ends of the list the button is not shown any more.
    if (document.activeElement !== button) row.querySelector(up ? ".down" : ".up").focus();
    const place = [...list.children].indexOf(row) + 1;
    tell(fill(list.dataset.moved, nameOf(row)).replace("%n", place));
  };

  list.closest("form").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-row]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("li");
    if (button.dataset.row === "add") add();
    else if (button.dataset.row === "remove") remove(row);
    else move(row, button.dataset.row === "up", button);
  });

  /* Dragging starts at the handle only, so that text can still be selected with the mouse. */
  let dragged = null;
  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(".row-handle");
    if (handle) handle.closest("li").draggable = true;
  });
  list.addEventListener("pointerup", (event) => {
    const row = event.target.closest("li");
    if (row) row.draggable = false;
  });
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li");
    event.dataTransfer.effectAllowed = "move";
    requestAnimationFrame(() => dragged && dragged.classList.add("dragged"));
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("#infobox-rows > li");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    const box = over.getBoundingClientRect();
    list.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextElementSibling);
  });
  list.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("dragged");
    dragged.draggable = false;
    dragged = null;
  });
})();
