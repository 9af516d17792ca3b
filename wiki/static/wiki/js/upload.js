/* Special:Upload with script: several files in a list, dropped or pasted too, sent one after the other with
   their progress. The answers are the rows that the form shows without script. */
const form = document.getElementById("upload-form");
const input = document.getElementById("wpUploadFile");
const queue = document.getElementById("upload-queue");
const results = document.getElementById("upload-results");
const said = document.getElementById("upload-said");
const blank = document.getElementById("upload-new").content.firstElementChild;
const words = Object.fromEntries([...document.querySelectorAll("#upload-words [data-word]")].map((one) => [one.dataset.word, one.textContent]));
const single = !input.multiple;
const files = new WeakMap(); // of the rows that are new
const OWN = new Set(["file", "wpDestFile", "kept", "keptname", "agree", "drop"]); // fields of a row
let busy = false;

document.getElementById("upload-drag").hidden = false;
const asked = document.getElementById("wpDestFile");
let wanted = asked?.value ?? "";
if (asked) {
  document.getElementById("upload-name").hidden = true; // each file of the list has a name of its own
  asked.disabled = true;
}

// ---- Files come ----

input.addEventListener("change", () => {
  add(input.files);
  input.value = "";
});

const drop = document.getElementById("upload-drop");
for (const kind of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(kind, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    drop.classList.toggle("upload-over", kind === "dragover");
    if (kind === "drop") add(event.dataTransfer.files);
  });
}

document.addEventListener("paste", (event) => {
  const pasted = [...(event.clipboardData?.files ?? [])];
  if (!pasted.length) return;
  event.preventDefault();
  add(pasted);
});

function add(more) {
  if (single) for (const row of queue.querySelectorAll("[data-new]")) row.remove();
  for (const file of single ? [...more].slice(0, 1) : more) queue.append(rowOf(file));
  said.textContent = "";
}

function rowOf(file) {
  const row = blank.cloneNode(true);
  files.set(row, file);
  const name = row.querySelector("input");
  name.value = wanted ? withEnding(wanted, file.name) : proposed(file.name);
  wanted = "";
  if (single) name.closest("label").replaceWith(document.createTextNode(file.name));
  row.querySelector(".upload-size").textContent = sizeOf(file.size);
  if (file.size > Number(form.dataset.most)) tell(row, words.toolarge);
  else if (file.type.startsWith("image/")) show(row, file);
  return row;
}

function show(row, file) {
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    const picture = new Image();
    picture.alt = "";
    picture.src = reader.result;
    picture.addEventListener("error", () => picture.remove());
    row.querySelector(".upload-small").append(picture);
  });
  reader.readAsDataURL(file);
}

const proposed = (name) => name.replace(/[#<>[\]|{}/\\:]+/g, "-").replace(/[\s_]+/g, " ").trim().replace(/\.[A-Za-z]{3,4}$/, (ending) => ending.toLowerCase());

const withEnding = (name, file) => (/\.[A-Za-z]{3,4}$/.test(name) ? name : name + (file.match(/\.[A-Za-z]{3,4}$/)?.[0].toLowerCase() ?? ""));

function sizeOf(bytes) {
  const unit = bytes < 1e6 ? "kilobyte" : "megabyte";
  const number = bytes / (unit === "kilobyte" ? 1e3 : 1e6);
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: 1 }).format(number);
}

// ---- Files go ----

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return;
  const rows = [...queue.children].filter((row) => row.matches("[data-new], [data-kept]"));
  for (const row of queue.querySelectorAll(".upload-row:not([data-new], [data-kept])")) row.remove();
  if (!rows.length) {
    said.textContent = words.none;
    input.focus();
    return;
  }
  busy = true;
  let done = true;
  for (const row of rows) {
    done = (await send(row)) && done;
    if (form.querySelector("[aria-invalid=true]")) break; // the next would be told the same
  }
  busy = false;
  said.textContent = done ? words.finished : words.unfinished;
  (done ? results.querySelector("a:not([tabindex])") : queue.querySelector(".error:not([hidden]), .box, .label")?.closest("li").querySelector("input:not([type=hidden])") ?? form.querySelector("[aria-invalid=true]"))?.focus();
});

/* Whether the file is stored, or left out. */
async function send(row) {
  if (row.querySelector("[name=drop]")?.checked) {
    row.remove();
    return true;
  }
  const file = files.get(row);
  said.textContent = words.uploading.replace("%s", row.querySelector("[name=keptname], [name=wpDestFile]")?.value ?? file.name);
  tell(row, "");
  const body = new FormData();
  for (const [name, value] of new FormData(form)) if (!OWN.has(name)) body.append(name, value);
  for (const field of row.querySelectorAll("input[name]")) if (field.type !== "checkbox" || field.checked) body.append(field.name, field.value);
  if (file) body.append("file", file);
  body.append("script", "1");
  try {
    const answer = await post(body, row.querySelector("progress"));
    if (!answer.html) {
      tell(row, answer.message || words.failed);
      return false;
    }
    return take(row, answer);
  } catch {
    tell(row, words.failed);
    return false;
  }
}

function post(body, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "json";
    request.addEventListener("load", () => (request.response ? resolve(request.response) : reject(new Error("no answer"))));
    request.addEventListener("error", reject);
    if (progress) {
      progress.hidden = false;
      request.upload.addEventListener("progress", ({ loaded, total }) => { progress.value = total ? loaded / total : 0; });
    }
    request.send(body);
  });
}

/* The row that the wiki answered with stands where the file stood, or among what is done. */
function take(row, { html, errors }) {
  const parsed = document.createElement("template");
  parsed.innerHTML = html;
  const fresh = parsed.content.firstElementChild;
  const small = row.querySelector(".upload-small");
  if (small && !fresh.querySelector(".upload-small")) fresh.prepend(small);
  mark(errors);
  if (!fresh.matches("[data-done]")) {
    row.replaceWith(fresh);
    return false;
  }
  row.remove();
  results.append(fresh);
  results.closest("section").hidden = false;
  offerCopies();
  return true;
}

/* What is wrong with the form stands beside its fields. */
function mark(errors) {
  for (const old of form.querySelectorAll(".field > .error")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const [id, message] of Object.entries(errors)) {
    const field = document.getElementById(id);
    if (!field) continue;
    const line = document.createElement("p");
    line.className = "error";
    line.id = `${id}_error`;
    line.textContent = message;
    field.setAttribute("aria-invalid", "true");
    field.after(line);
  }
}

function tell(row, message) {
  const line = row.querySelector(".error") ?? row.querySelector("div").appendChild(Object.assign(document.createElement("p"), { className: "error" }));
  line.textContent = message;
  line.hidden = !message;
  const progress = row.querySelector("progress");
  if (progress) progress.hidden = true;
}

queue.addEventListener("click", (event) => {
  const button = event.target.closest(".upload-remove");
  if (!button || busy) return;
  button.closest("li").remove();
  input.focus();
});

addEventListener("beforeunload", (event) => {
  if (queue.querySelector("[data-new]")) event.preventDefault();
});

// ---- The link to copy ----

function offerCopies() {
  for (const button of results.querySelectorAll(".upload-copy")) button.hidden = !navigator.clipboard;
}
offerCopies();

results.addEventListener("click", async (event) => {
  const button = event.target.closest(".upload-copy");
  if (!button) return;
  const field = button.previousElementSibling;
  field.select();
  await navigator.clipboard.writeText(field.value).catch(() => {});
  said.textContent = words.copied;
});
