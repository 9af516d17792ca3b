/* What is pasted or dropped into the text: tables and (in Markdown) rich text by their marks, pictures as files of the wiki.
   Ctrl+Shift+V pastes the words alone. */
import { block } from "./deeds.js";
import { post } from "./door.js";
import { hasWords } from "./markdown.js";
import { rowsOfTabs } from "./tables.js";

const ENDINGS = { "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg" };

export class Paste {
  constructor(form, model, words, current) {
    this.model = model;
    this.words = words;
    this.current = current;
    this.state = document.getElementById("editor-state");
    this.plain = false;
    this.uploads = Promise.resolve();
    const inText = (event) => event.target.closest?.(".cm-content, #wpTextbox1");
    form.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "v") this.plain = event.shiftKey;
    }, { capture: true });
    form.addEventListener("paste", (event) => { if (inText(event)) this.paste(event); }, { capture: true });
    this.chosen(document.getElementById("edit-files"));
    form.addEventListener("drop", (event) => { if (inText(event)) this.drop(event); }, { capture: true });
  }

  /* Where nothing can be pasted, as on many a phone, files are chosen. */
  chosen(input) {
    document.querySelector("[data-switch=upload]").addEventListener("click", (event) => {
      event.target.closest("[popover]").hidePopover();
      input.click();
    });
    input.addEventListener("change", () => {
      this.upload([...input.files]);
      input.value = "";
    });
  }

  paste(event) {
    const { clipboardData: data } = event;
    const plain = this.plain;
    this.plain = false;
    if (plain || !data) return;
    const html = data.getData("text/html");
    const text = data.getData("text/plain");
    const pictures = picturesIn(data.files);
    if (pictures.length && !(html && hasWords(html))) {
      hold(event);
      this.upload(pictures);
      return;
    }
    const rows = html.includes("<table") ? null : rowsOfTabs(text);
    if (rows) {
      hold(event);
      block(this.current(), this.model.tableOf(rows));
    } else if (html && this.model.rich) {
      hold(event); // the library is asked for only now, so the event cannot wait for it
      this.rich(html, text);
    }
  }

  async rich(html, text) {
    let markdown = "";
    try {
      markdown = await this.model.rich(html);
    } catch {
      // the words alone, then
    }
    const surface = this.current();
    if (/^(#{2,6} |\||- |\d+\. |> |```)/m.test(markdown) && markdown.includes("\n")) block(surface, markdown);
    else surface.replace(surface.from, surface.to, markdown || text.replace(/\r\n?/g, "\n"));
  }

  drop(event) {
    const pictures = picturesIn(event.dataTransfer?.files ?? []);
    if (!pictures.length) return;
    hold(event);
    const place = this.current().placeAt?.(event.clientX, event.clientY);
    if (place !== undefined && place !== null) this.current().select(place);
    this.upload(pictures);
  }

  /* One after the other; each appears where the cursor was. */
  upload(pictures) {
    const surface = this.current();
    const mark = surface.mark();
    for (const picture of pictures) this.uploads = this.uploads.then(() => this.send(picture, surface, mark));
  }

  async send(picture, surface, mark) {
    const name = nameOf(picture, this.words.page);
    this.tell(this.words.uploading.replace("%s", name));
    const body = new FormData();
    body.append("file", picture);
    body.append("name", name);
    try {
      const { answer, message } = await post(this.state.dataset.door, body);
      if (!answer.ok) {
        this.tell(message || this.words.failed.replace("%s", name), true);
        return;
      }
      const told = await answer.json();
      this.put(`[[File:${told.name}|thumb|]]`, surface, mark);
      this.tell(this.words.uploaded.replace("%s", told.name));
    } catch {
      this.tell(this.words.failed.replace("%s", name), true);
    }
  }

  /* The cursor goes where the caption is written. */
  put(link, surface, mark) {
    if (surface !== this.current()) mark = this.current().mark();
    const now = this.current();
    const place = Math.min(mark.place, now.text.length);
    now.replace(place, place, link, place + link.length - 2);
    mark.place = place + link.length;
  }

  tell(message, wrong = false) {
    this.state.textContent = message;
    this.state.classList.toggle("error", wrong);
    this.state.hidden = !message;
  }
}

function hold(event) {
  event.preventDefault();
  event.stopPropagation();
}

const picturesIn = (files) => [...files].filter((file) => file.type.startsWith("image/"));

/* A pasted picture is always called image.png: the page and the time make a name of it. */
function nameOf(picture, page) {
  const ending = ENDINGS[picture.type] ?? "png";
  const given = picture.name.replace(/\.[^.]*$/, "").replace(/[#<>[\]|{}/\\:]+/g, " ").replace(/\s+/g, " ").trim();
  if (given && given !== "image") return `${given}.${/\.jpe?g$/i.test(picture.name) && ending === "jpg" ? picture.name.split(".").pop() : ending}`;
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const time = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}`;
  return `${page.replace(/[/\\:]/g, "-").slice(0, 120)} ${time}.${ending}`;
}
