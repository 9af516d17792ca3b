/* Keeps what is typed: in this browser at once, and for accounts on the wiki two seconds later. Offers it again
   on return. Says so when another tab or device wrote a newer one, and when the wiki cannot be reached. */
"use strict";

(() => {
  const form = document.getElementById("editform");
  const state = document.getElementById("draft-state");
  if (!form || !state) return;
  const { door, title, part, name, drafts } = state.dataset;
  const notices = document.getElementById("draft-notices");
  const input = (field) => form.querySelector(`input[name="${field}"]`)?.value ?? "";
  const account = input("editor");
  const tab = input("tab");
  const KEPT = 90 * 24 * 3600 * 1000;
  const MOST = 50;
  const PREFIX = "draft|";
  const key = PREFIX + tab;
  const CONTROL = /^(csrfmiddlewaretoken|base|editor|website|tab|follows|title|told|ask|number|username|password|keep|dispute|search|replace|case|re|word|wp.*|(pick|count)-.*)$/;

  const fields = () => [...new FormData(form)].filter(([field, value]) => typeof value === "string" && !CONTROL.test(field));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const clock = (time) => new Date(time).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const say = (words, time) => { state.firstElementChild.textContent = words.replace("%s", time); state.hidden = false; };
  const opened = fields();

  /* ---- In this browser ---- */

  const entries = () => {
    const found = [];
    try {
      for (const one of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
        try {
          found.push({ key: one, ...JSON.parse(localStorage.getItem(one)) });
        } catch { localStorage.removeItem(one); }
      }
    } catch { /* storage is refused */ }
    return found.sort((one, other) => other.time - one.time);
  };
  const forget = (one) => { try { localStorage.removeItem(one); } catch { /* storage is refused */ } };
  const prune = () => entries().forEach((one, n) => { if (n >= MOST || Date.now() - one.time > KEPT) forget(one.key); });
  const keepHere = () => {
    const entry = { time: Date.now(), title, part, name, account, tab, base: input("base"), address: form.getAttribute("action"), fields: fields() };
    for (;;) {
      try {
        localStorage.setItem(key, JSON.stringify(entry));
        return true;
      } catch {
        const oldest = entries().filter((one) => one.key !== key).pop();  // no room: the oldest goes
        if (!oldest) return false;
        forget(oldest.key);
      }
    }
  };

  /* ---- On the wiki ---- */

  let timer = 0, waiting = 0, busy = null, goingOn = false, stopped = !account, unreached = false, follows = input("follows");
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? input("csrfmiddlewaretoken");

  const send = async () => {
    clearTimeout(timer);
    waiting = 0;
    const body = new URLSearchParams(fields());
    for (const [field, value] of Object.entries({ base: input("base"), editor: account, tab, follows, going_on: goingOn ? "1" : "" })) body.append(field, value);
    let answer = null, said = {};
    try {
      answer = await fetch(door, { method: "POST", body, headers: { "X-CSRFToken": token() }, credentials: "same-origin" });
      said = await answer.json();
    } catch { /* no answer, or none of this door */ }
    // An answer that was cut off says no more than none.
    unreached = answer === null || answer.status >= 502 || (answer.ok && !said.saved);
    if (answer?.ok && said.saved) {
      goingOn = true;
      say(state.dataset.saved, said.saved);
    } else if (said.error === "gone") {
      goingOn = false;  // published or discarded elsewhere: what is typed from now on is another draft
    } else if (said.error === "newer") {
      stopped = true;
      tellNewer(said);
    } else if (unreached) {
      say(state.dataset.trying, clock(Date.now()));
      later(10_000);
    } else {
      stopped = true;  // no longer logged in, too large, no such part: the browser's copy stands
      say(said.message ?? state.dataset.local, clock(Date.now()));
    }
  };
  const later = (pause) => {
    if (stopped) return;
    waiting ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(() => { busy = (busy ?? Promise.resolve()).then(send).finally(() => { busy = null; }); }, Math.min(pause, Math.max(0, waiting + 10_000 - Date.now())));
  };
  const tellNewer = (said) => {
    const box = document.getElementById("draft-newer").content.firstElementChild.cloneNode(true);
    box.querySelector("span").textContent = said.message;
    box.querySelector("a").href = said.address;
    box.querySelector("button").addEventListener("click", () => {
      follows = said.tab;
      stopped = false;
      box.remove();
      later(0);
    });
    notices.replaceChildren(box);
  };

  let short = 0, touched = "unsaved" in form.dataset;
  const changed = () => {
    if (!touched && same(fields(), opened)) return;  // a script said so, and nothing was typed
    touched = true;
    clearTimeout(short);
    short = setTimeout(() => {
      const kept = keepHere();
      if (stopped) say(kept ? state.dataset.local : state.dataset.full, clock(Date.now()));
    }, 300);
    later(2000);
  };
  form.addEventListener("input", changed);
  form.addEventListener("click", (event) => { if (event.target.closest("[data-row]")) setTimeout(changed); });
  form.addEventListener("dragend", () => setTimeout(changed));
  window.addEventListener("online", () => { if (unreached) later(0); });
  window.addEventListener("pagehide", () => { if (!same(fields(), opened)) keepHere(); });

  /* ---- Publishing: heard before everybody else, so that a form that stays is not thought to leave ---- */

  let sure = false;
  const hold = async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const pressed = event.submitter;
    await Promise.race([busy, new Promise((done) => { setTimeout(done, 3000); })]);
    if (unreached || !navigator.onLine) {
      try {
        await fetch(drafts, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(5000) });
        unreached = false;
      } catch {
        const box = document.createElement("div");
        box.className = "box wrong";
        box.textContent = state.dataset.unreached;
        notices.replaceChildren(box);
        notices.scrollIntoView({ block: "nearest" });
        return;
      }
    }
    sure = true;
    form.requestSubmit(pressed);
  };
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    clearTimeout(timer);
    const fresh = token();
    if (fresh) form.querySelector('input[name="csrfmiddlewaretoken"]').value = fresh;
    if ("unsaved" in form.dataset || !same(fields(), opened)) keepHere();
    if (!sure && (busy || unreached || !navigator.onLine)) { hold(event); return; }
    sure = false;
    stopped = true;
    try { sessionStorage.setItem("draft-sent", JSON.stringify([key, PREFIX + follows])); } catch { /* storage is refused */ }
  }, true);
  window.addEventListener("pageshow", (event) => { if (event.persisted) { stopped = !account; goingOn = false; } });

  /* ---- Coming back ---- */

  const again = (entry, button) => {
    const post = document.createElement("form");
    post.method = "post";
    post.action = form.getAttribute("action");
    const own = [["csrfmiddlewaretoken", token()], ["base", entry.base], ["editor", account], ["website", ""], ["tab", tab], ["follows", entry.tab], [button, "1"]];
    for (const [field, value] of [...entry.fields, ...own]) {
      const area = document.createElement("textarea");  // an input would lose the line breaks
      area.name = field;
      area.value = value;
      post.append(area);
    }
    post.hidden = true;
    document.body.append(post);
    post.submit();
  };

  const offer = () => {
    const served = document.getElementById("draft-offer");
    const ours = (one) => one.title === title && one.part === part && one.tab !== tab && (!one.account || one.account === account);
    const entry = entries().find((one) => ours(one) && !same(one.fields, opened));
    if (!entry) return;
    const both = served?.dataset.tab === entry.tab;  // the wiki has it as well, but for the last seconds
    if (both) served.hidden = true;
    const box = document.getElementById("draft-found").content.firstElementChild.cloneNode(true);
    const time = document.createElement("time");
    time.dateTime = new Date(entry.time).toISOString();
    time.textContent = new Date(entry.time).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    box.querySelector(".draft-when").append(time);
    const deeds = {
      restore: () => again(entry, "wpBack"),
      changes: () => again(entry, "wpDiff"),
      discard: () => {
        forget(entry.key);
        box.remove();
        if (both) served.querySelector("button[name=discard]").click();
      },
    };
    box.addEventListener("click", (event) => deeds[event.target.closest("[data-deed]")?.dataset.deed]?.());
    document.querySelector(".edit-main")?.prepend(box);
  };

  prune();
  if (follows) forget(PREFIX + follows);  // what this form goes on with
  try { sessionStorage.removeItem("draft-sent"); } catch { /* storage is refused */ }
  if ("unsaved" in form.dataset) keepHere();  // it came back: not published yet
  else offer();
})();
