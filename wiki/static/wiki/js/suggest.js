// Titles as one types, below each search box that names where to ask (data-suggest). A combobox: arrows choose,
// Enter goes there, Escape closes. Without script the box is a plain form.
const PAUSE = 120; // milliseconds without a key before the wiki is asked

function option(entry, id) {
  const item = document.createElement("li");
  item.id = id;
  item.role = "option";
  item.ariaSelected = "false";
  item.dataset.url = entry.url;
  if (entry.picture) {
    const picture = document.createElement("img");
    Object.assign(picture, { loading: "lazy", alt: "", width: 40, height: 40, srcset: entry.srcset, src: entry.picture });
    item.append(picture);
  }
  const title = document.createElement("b");
  title.textContent = entry.title;
  item.append(title);
  const words = entry.from ? `${entry.from} → ${entry.title}` : entry.text;
  if (words) {
    const more = document.createElement("small");
    more.textContent = words;
    item.append(more);
  }
  return item;
}

function attach(input, number) {
  const list = document.createElement("ul");
  const name = `suggestions-${number}`;
  Object.assign(list, { id: name, role: "listbox", className: "suggestions", hidden: true });
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  input.after(list);
  input.role = "combobox";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", name);
  input.setAttribute("aria-expanded", "false");
  let chosen = -1;
  let asking = null;
  let timer = 0;

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(at) {
    const items = list.children;
    if (chosen >= 0) items[chosen].ariaSelected = "false";
    chosen = at < -1 ? items.length - 1 : at >= items.length ? -1 : at;
    if (chosen < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    items[chosen].ariaSelected = "true";
    items[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[chosen].id);
  }

  function show(entries) {
    list.replaceChildren(...entries.map((entry, at) => option(entry, `${name}-${at}`)));
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !entries.length;
    input.setAttribute("aria-expanded", String(entries.length > 0));
  }

  async function ask() {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    const typed = input.value.trim();
    if (!typed) {
      close();
      return;
    }
    try {
      const address = `${input.dataset.suggest}?rich=1&q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal: mine.signal });
      const entries = answer.ok ? await answer.json() : [];
      if (mine === asking && document.activeElement === input) show(entries);
    } catch {
      // given up for a later one, or no connection: the box still searches
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) location.assign(item.dataset.url);
  });
}

document.querySelectorAll("input[data-suggest]").forEach(attach);
