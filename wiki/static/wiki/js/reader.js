// Runs before the page is painted: what this reader has chosen stands from the first frame on.
{
  const CHOICES = { text: ["small", "large"], width: ["wide"], colour: ["light", "dark"] };
  const COLUMNS = ["contents", "tools"];

  function dress() {
    const { classList } = document.documentElement;
    const stored = (key) => {
      try {
        return localStorage.getItem(key);
      } catch {
        return null; // storage is refused: the page as it comes
      }
    };
    for (const column of COLUMNS) classList.toggle(`no-${column}`, Boolean(stored(`hide-${column}`)));
    // An account has its choices wherever it is logged in: they came with the page.
    if ("account" in document.documentElement.dataset) return;
    for (const [name, values] of Object.entries(CHOICES)) {
      for (const value of values) classList.toggle(`${name}-${value}`, stored(name) === value);
    }
  }

  document.documentElement.classList.add("scripted");
  dress();
  addEventListener("storage", dress); // chosen in another tab
}
