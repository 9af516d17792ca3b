// What in the page, as the browser read it and the wiki's scripts changed it, would run when it is touched, or
// is fetched from elsewhere. Styles are written by the wiki's own scripts: the editor's lines and cursor.
(never) => {
  const addresses = /^(href|xlink:href|src|action|formaction|data|poster|background|ping)$/;
  const scheme = (value) =>
    value.replace(/[\s\x00-\x20]/g, "").match(/^([a-z][\w+.-]*):/i)?.[1].toLowerCase();
  const elsewhere = (value) => new URL(value, location).origin !== location.origin;
  const followed = (one) => one.localName === "a" || one.localName === "link" && !/sheet|icon|load|fetch|import/.test(one.rel);
  const ours = (one) => one.src ? !elsewhere(one.src) : one.type.endsWith("json");
  const wrong = (one, name, value) =>
    /^on|^(srcdoc|http-equiv)$/.test(name) ||
    (addresses.test(name) && scheme(value) && !["http", "https", "mailto"].includes(scheme(value))) ||
    (addresses.test(name) && !followed(one) && elsewhere(value));
  return [...document.querySelectorAll("*")]
    .filter((one) => never.includes(one.localName) || (one.localName === "script" && !ours(one)) ||
      [...one.attributes].some(({ name, value }) => wrong(one, name, value)))
    .map((one) => "waiting: " + one.outerHTML.slice(0, 150));
}
