/* The text over the whole window: on a phone as high as what the keyboard leaves of it. Not remembered, because
   who opens a page wants to see which one it is. */

export class FullScreen {
  constructor(button) {
    this.button = button;
    this.part = document.getElementById("edit-source");
    this.button.addEventListener("click", () => this.choose(!this.on));
    this.fit = () => {
      const { height, offsetTop } = window.visualViewport;
      this.part.style.setProperty("--seen", `${height}px`);
      this.part.style.setProperty("--above", `${offsetTop}px`);
    };
    // What lies beneath is not to have the focus unseen.
    document.addEventListener("focusin", (event) => { if (this.on && !this.part.contains(event.target)) this.choose(false); });
  }

  choose(on) {
    this.on = on;
    this.part.classList.toggle("full", on);
    document.documentElement.classList.toggle("holds-still", on);
    this.button.setAttribute("aria-pressed", String(on));
    for (const kind of ["resize", "scroll"]) window.visualViewport?.[on ? "addEventListener" : "removeEventListener"](kind, this.fit);
    if (on && window.visualViewport) this.fit();
  }
}
