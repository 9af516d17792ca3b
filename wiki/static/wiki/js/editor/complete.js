/* Completion behind [[: pages, sections behind #, files with their pictures, categories. Asked of the wiki, each
   question giving up the one before; [[# is answered from the text itself. */

const BEGUN = /\[\[([^[\]|\n]{0,300})$/;

function ownSections(headings, typed) {
  const wanted = typed.toLowerCase();
  const names = new Set(headings.map(({ title }) => title.replace(/[*_`[\]|]|''+/g, "")));
  return [...names].filter((name) => name.toLowerCase().includes(wanted)).map((name) => ({ link: `#${name}`, text: "", picture: "" }));
}

async function ask(typed, signal) {
  const answer = await fetch(`/suggest/links?q=${encodeURIComponent(typed)}`, { signal });
  return answer.ok ? answer.json() : [];
}

/* The link is closed and the cursor stands behind it; for a file before the end, where its caption goes. */
function put(view, completion, from, to) {
  const { doc } = view.state;
  const closed = doc.sliceString(to, to + 2) === "]]";
  const worded = doc.sliceString(to, to + 1) === "|";
  const file = completion.entry.picture && !worded && /^File:/.test(completion.label);
  const inner = completion.label + (file ? "|thumb|" : "");
  const insert = inner + (closed || worded ? "" : "]]");
  const behind = from + inner.length + (file || worded ? 0 : 2);
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: behind }, userEvent: "input.complete" });
}

const source = (model) => async (context) => {
  const found = context.matchBefore(BEGUN);
  if (!found) return null;
  const typed = found.text.slice(2);
  if (!typed && !context.explicit) return null;
  const asking = new AbortController();
  context.addEventListener("abort", () => asking.abort(), { onDocChange: true });
  let entries = [];
  try {
    entries = typed.startsWith("#")
      ? ownSections(model.headings(context.state.doc.toString()), typed.slice(1))
      : await ask(typed, asking.signal);
  } catch {
    return null; // given up for a later one, or no connection
  }
  if (context.aborted) return null;
  const options = entries.map((entry) => ({ label: entry.link, detail: entry.text, entry, apply: put }));
  return { from: found.from + 2, options, filter: false };
};

function picture(completion) {
  if (!completion.entry?.picture) return null;
  const image = document.createElement("img");
  Object.assign(image, { src: completion.entry.picture, alt: "", width: 40, height: 40 });
  return image;
}

export const completions = (model) => ({ sources: [source(model)], looks: [{ render: picture, position: 20 }] });
