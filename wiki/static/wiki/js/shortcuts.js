// A list of the page's access keys, read off the page itself. It opens from the main menu, and with the key ?
// unless the reader has switched that off (a single key can be pressed by speech or by mistake).
const words = document.getElementById("words-of-shortcuts")?.dataset;
const OFF = "no-question-mark";

function isOff() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function nameOf(target) {
  return (target.ariaLabel || target.labels?.[0]?.textContent || target.textContent || target.title).trim();
}

function keyRows() {
  const known = new Map();
  for (const target of document.querySelectorAll("[accesskey]")) {
    if (!target.closest("[hidden]")) known.set(target.accessKey, nameOf(target));
  }
  const rows = [...known].sort(([one], [other]) => one.localeCompare(other));
  return rows.map(([key, name]) => element("div", {}, element("dt", {}, element("kbd", { textContent: key })), element("dd", { textContent: name })));
}

/* The editor's own keys, which its page tells. */
function editorKeys() {
  const told = document.getElementById("editor-words")?.content;
  if (!told) return [];
  const rows = [...told.querySelectorAll("[data-keys]")].map((one) => (
    element("div", {}, element("dt", {}, element("kbd", { textContent: one.dataset.keys })), element("dd", { textContent: one.textContent }))
  ));
  return [element("h3", { textContent: told.querySelector("[data-word=keys]").textContent }), element("dl", {}, ...rows)];
}

function makeDialog() {
  const single = element("input", { type: "checkbox", checked: !isOff() });
  single.addEventListener("change", () => {
    try {
      if (single.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    } catch {
      // storage is refused: it holds for this page
    }
  });
  const heading = element("h2", { id: "shortcuts-title", textContent: words.title });
  const dialog = element("dialog", { id: "shortcuts" });
  dialog.setAttribute("aria-labelledby", heading.id);
  const close = element("button", { className: "quiet", textContent: words.close });
  close.addEventListener("click", () => dialog.close());
  const label = element("label", { className: "check" }, single, words.single);
  dialog.append(heading, element("p", { className: "muted", textContent: words.hold }));
  dialog.append(element("dl", {}, ...keyRows()), ...editorKeys(), element("div", { className: "bar" }, label, close));
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}

function showShortcuts() {
  if (document.getElementById("shortcuts")) return;
  const dialog = makeDialog();
  document.body.append(dialog);
  dialog.showModal();
}

if (words) {
  document.querySelector("#n-shortcuts button")?.addEventListener("click", () => {
    document.getElementById("p-navigation").hidePopover();
    showShortcuts();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "?" && !typing && !event.ctrlKey && !event.metaKey && !isOff()) showShortcuts();
  });
}
