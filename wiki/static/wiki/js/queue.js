// The queue by keys: each does what the button or link with that key in aria-keyshortcuts does. They rest while
// one types, and where the moderator has switched them off (a key can be pressed by speech or by mistake).
const OFF = "no-queue-keys";
const box = document.getElementById("keys");
const single = box?.querySelector("input");
let gone = false; // a deed is on its way: a second press would do it to the same row

function chosenOff() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

function keep(on) {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {
    // storage is refused: it holds for this page
  }
}

function typing(target) {
  return Boolean(target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]"));
}

function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target)) return;
  if (event.key === "?") {
    box.open = !box.open;
    if (box.open) box.querySelector("summary").focus();
    return;
  }
  if (!single.checked || gone || event.repeat) return;
  const target = document.querySelector(`[aria-keyshortcuts~="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  gone = true;
  target.click();
}

if (box) {
  box.hidden = false;
  single.checked = !chosenOff();
  single.addEventListener("change", () => keep(single.checked));
  document.addEventListener("keydown", pressed);
  window.addEventListener("pageshow", () => {
    gone = false;
  });
}
