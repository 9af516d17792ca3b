// A page's history as a line: the slider leads at once, and what happened can be played, change by change.
const PAUSE = 1600; // milliseconds that each state is shown
const PARTS = ["#firstHeading", "#toc", "#bodyContent", "form.as-of"]; // what differs from one state to the next
let playing = 0; // counts up with every start and stop: who waits knows whether it is still meant

const line = () => document.querySelector(".time-line");

// Shows the state at an address in place of the one that is shown.
async function show(address) {
  const answer = await fetch(address);
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of PARTS) {
    const [here, there] = [document.querySelector(part), page.querySelector(part)];
    if (here && there) here.replaceWith(document.adoptNode(there));
  }
  document.title = page.title;
  window.history.replaceState(null, "", answer.url);
  return true;
}

// Where the state after this one is; after the last, the first one again.
function following(again) {
  const next = line().querySelector('a[rel="next"]');
  if (next) return next.href;
  const form = new FormData(line());
  form.set("number", "1");
  return again ? `${line().action}?${new URLSearchParams(form)}` : "";
}

function press() {
  const button = line()?.querySelector(".play");
  if (button) button.textContent = playing % 2 ? button.dataset.stop : button.dataset.play;
}

async function play() {
  playing += 1;
  const mine = playing;
  let address = following(true);
  while (address && mine === playing) {
    press();
    try {
      if (!(await show(address))) break;
    } catch {
      break; // no connection: what is shown stays
    }
    press();
    await new Promise((done) => setTimeout(done, PAUSE));
    address = following(false);
  }
  if (mine === playing) playing += 1;
  press();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest(".time-line .play")) return;
  if (playing % 2) {
    playing += 1;
    press();
  } else play();
});

document.addEventListener("change", (event) => {
  if (event.target.matches(".time-line input[type=range]")) line().requestSubmit();
});
