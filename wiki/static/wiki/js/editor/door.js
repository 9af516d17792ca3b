/* Asking the wiki: forms as it reads them, with the token of the session that is open now. */

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1]
  ?? document.querySelector("#editform input[name=csrfmiddlewaretoken]").value;

/* The answer, and what it says where it is a refusal. Rejects where the wiki cannot be reached. */
export async function post(address, body, signal) {
  const answer = await fetch(address, { method: "POST", body, signal, headers: { "X-CSRFToken": token() }, credentials: "same-origin" });
  if (answer.ok) return { answer, message: "" };
  let message = "";
  try {
    message = (await answer.json()).message ?? "";
  } catch {
    // a page in place of an answer
  }
  return { answer, message };
}
