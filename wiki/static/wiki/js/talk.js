// [reply] opens its form where it stands; without this it is a page of its own, whose form this borrows.
const forms = new WeakMap();

async function pageAt(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page;
}

function button(original, deed) {
  const copy = document.createElement("button");
  copy.className = original.className;
  copy.textContent = original.textContent.trim();
  if (deed) {
    copy.name = original.name;
    copy.value = original.value;
  }
  return copy;
}

function small(page, link) {
  const form = page.getElementById("editform");
  const here = document.createElement("form");
  here.className = "reply-here";
  here.method = "post";
  here.action = form.getAttribute("action");
  here.append(...form.querySelectorAll('input[type="hidden"]'));
  const label = form.querySelector('label[for="wpTextbox1"]');
  const area = form.querySelector("#wpTextbox1");
  const help = form.querySelector("#reply-help");
  const licence = form.querySelector(".licence");
  const deeds = document.createElement("div");
  const cancel = button(form.querySelector("#mw-editform-cancel"), false);
  label.htmlFor = area.id = `reply-${document.querySelectorAll(".reply-here").length}`;
  area.removeAttribute("aria-describedby");
  area.removeAttribute("accesskey");
  area.rows = 4;
  if (help) help.removeAttribute("id");
  licence?.removeAttribute("id");
  deeds.className = "deeds";
  cancel.type = "button";
  cancel.className = "quiet";
  deeds.append(button(form.querySelector("#wpSave"), true), button(form.querySelector("#wpPreview"), true), cancel);
  here.append(...[page.getElementById("mw-anon-edit-warning"), label, area, help, licence, deeds].filter(Boolean));
  cancel.addEventListener("click", () => close(link, here));
  here.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !area.value.trim()) close(link, here);
  });
  here.addEventListener("submit", () => here.classList.add("leaving"));
  return here;
}

function close(link, here) {
  here.remove();
  forms.delete(link);
  link.focus();
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a.reply");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const open = forms.get(link);
  if (open) {
    open.querySelector("textarea").focus();
    return;
  }
  const page = await pageAt(link.href).catch(() => null);
  if (!page?.getElementById("editform")) {
    location.assign(link.href);
    return;
  }
  const here = small(page, link);
  forms.set(link, here);
  const block = link.closest("p, li, dd, dt, td") ?? link.parentElement;
  if (block.matches("p")) block.after(here);
  else link.parentElement.after(here);
  here.querySelector("textarea").focus();
});

addEventListener("beforeunload", (event) => {
  const typed = [...document.querySelectorAll(".reply-here:not(.leaving) textarea")].some((area) => area.value.trim());
  if (typed) event.preventDefault();
});
