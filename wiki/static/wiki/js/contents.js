// Marks the section that is being read in the table of contents, and folds long contents to its path.
const contents = document.getElementById("toc");
const LONG = 28; // entries; a shorter list stands open

if (contents) {
  const links = new Map();
  for (const link of contents.querySelectorAll("a")) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) links.set(target, link);
  }
  const headings = [...links.keys()];
  const above = new Set(headings.slice(0, 1));
  let current = null;

  const fold = contents.querySelectorAll("li").length > LONG;
  contents.classList.toggle("contents-folded", fold);

  // At the end of the page, where it cannot scroll further, the heading one jumped to is the one being read.
  const jumpedTo = () => {
    const end = document.documentElement.scrollHeight - window.innerHeight - window.scrollY < 2;
    return end ? headings.find((heading) => heading.id && `#${heading.id}` === decodeURIComponent(location.hash)) : undefined;
  };

  const mark = () => {
    const passed = headings.filter((heading) => above.has(heading));
    const link = links.get(jumpedTo() ?? passed.at(-1) ?? headings[0]);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    current = link;
    current.setAttribute("aria-current", "true");
    for (const item of contents.querySelectorAll("li.open")) item.classList.remove("open");
    for (let item = link.closest("li"); item; item = item.parentElement.closest("li")) item.classList.add("open");
    if (contents.scrollHeight > contents.clientHeight) link.scrollIntoView({ block: "nearest" });
  };

  // A heading is passed when it has left the upper quarter of the window.
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, boundingClientRect, rootBounds } of entries) {
        if (boundingClientRect.top < rootBounds.bottom) above.add(target);
        else above.delete(target);
      }
      mark();
    },
    { rootMargin: "1000000px 0px -75% 0px" },
  );
  for (const heading of headings) observer.observe(heading);

  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && contents.matches(":popover-open")) contents.hidePopover();
  });
}
