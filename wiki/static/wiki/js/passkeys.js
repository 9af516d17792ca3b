// Passkeys: a form that only script can fill asks the browser for one and is sent.
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const bytes = (word) => Uint8Array.from(atob(word.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

function readable(options) {
  const made = { ...options, challenge: bytes(options.challenge) };
  if (options.user) made.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"])
    if (options[list]) made[list] = options[list].map((one) => ({ ...one, id: bytes(one.id) }));
  return made;
}

function sendable(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = text(credential.response[name]);
  response.transports = credential.response.getTransports?.() ?? undefined;
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function optionsOf(form) {
  if (form.dataset.passkey) return JSON.parse(form.dataset.passkey);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

async function ask(form) {
  const publicKey = readable((await optionsOf(form)).publicKey);
  if (!("create" in form.dataset)) return navigator.credentials.get({ publicKey });
  const alone = form.elements.passwordless.checked;
  const residentKey = alone ? "required" : "discouraged";
  const chosen = { ...publicKey.authenticatorSelection, residentKey, requireResidentKey: alone };
  if (alone) chosen.userVerification = "required";
  return navigator.credentials.create({ publicKey: { ...publicKey, authenticatorSelection: chosen } });
}

if (window.PublicKeyCredential) {
  for (const words of document.querySelectorAll(".without-passkeys")) words.hidden = true;
  for (const form of document.querySelectorAll("form.passkey")) {
    form.hidden = false;
    form.querySelector("button").addEventListener("click", async () => {
      const said = form.querySelector("[role=status]");
      said.textContent = "";
      try {
        form.elements.credential.value = JSON.stringify(sendable(await ask(form)));
        form.submit();
      } catch {
        said.textContent = form.dataset.failed;
      }
    });
  }
}
