// Runs before the page is painted, so that a column the reader has hidden does not flash.
for (const column of ["contents", "tools"]) {
  try {
    if (localStorage.getItem(`hide-${column}`)) document.documentElement.classList.add(`no-${column}`);
  } catch {
    break; // storage is refused: the columns stand
  }
}
