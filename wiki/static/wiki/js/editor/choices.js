/* What an editor has switched on or off, kept in the browser. Where storage is refused it holds for the page. */

export function isOn(name, otherwise) {
  try {
    const kept = localStorage.getItem(`editor-${name}`);
    return kept === null ? otherwise : kept === "on";
  } catch {
    return otherwise;
  }
}

export function remember(name, on) {
  try {
    localStorage.setItem(`editor-${name}`, on ? "on" : "off");
  } catch {
    // it holds for this page
  }
}
