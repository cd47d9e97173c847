// A tap that cannot leave is kept on this phone with its time, and sent again until it is taken. Until then the page says
// that it has not been sent. The server takes each key once, so a tap that arrives twice is one.
const KEPT = `check-in:${location.pathname}`;
const WAITS = [3, 5, 10, 20, 30]; // seconds between tries
const GIVE_UP = 20000; // milliseconds that one try may take

const says = document.querySelector("[data-says]");
const box = document.querySelector("[data-state]");
const words = box.dataset;
let tries = 0;
let timer = 0;
let busy = false;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || [];
  } catch {
    return memory;
  }
}
let memory = [];

function keep(taps) {
  memory = taps;
  try {
    localStorage.setItem(KEPT, JSON.stringify(taps));
    if (!taps.length) {
      localStorage.removeItem(KEPT);
    }
  } catch {
    // A phone that keeps nothing for us: then it lasts as long as the page is open.
  }
}

function clock(milliseconds) {
  return new Date(milliseconds).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

function show(text) {
  box.textContent = text;
}

function notSent(tap) {
  show(`${words.notSent} ${words.pressed} ${clock(tap.tapped)}. ${words.trying}`);
}

async function send() {
  const [tap] = kept();
  if (!tap || busy) {
    return;
  }
  busy = true;
  clearTimeout(timer);
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), GIVE_UP);
  try {
    const answer = await fetch(location.pathname, {
      method: "POST",
      headers: { "X-Sent-By": "check-in" },
      body: new URLSearchParams({ ...tap, csrfmiddlewaretoken: words.token }),
      signal: stop.signal,
    });
    if (answer.ok) {
      const said = await answer.json();
      keep(kept().filter((other) => other.key !== tap.key));
      tries = 0;
      says.textContent = said.said;
      show("");
      document.querySelectorAll("[data-while-out]").forEach((part) => {
        part.hidden = !said.is_out;
      });
      document.querySelectorAll("[data-when-back]").forEach((part) => {
        part.hidden = said.is_out;
      });
      says.focus();
    } else if (answer.status === 404 || answer.status === 403) {
      show(words.refused); // kept, so that opening the link again sends it with a fresh token
      busy = false;
      clearTimeout(limit);
      return;
    } else {
      throw new Error(String(answer.status));
    }
  } catch {
    notSent(tap);
  }
  clearTimeout(limit);
  busy = false;
  if (kept().length) {
    timer = setTimeout(send, 1000 * WAITS[Math.min(tries, WAITS.length - 1)]);
    tries += 1;
  }
}

document.querySelectorAll("form[data-tap]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const tap = { do: form.elements.do.value, key: form.elements.key.value, tapped: Date.now() };
    if (!kept().some((other) => other.key === tap.key)) {
      keep([...kept(), tap]);
    }
    // The same button pressed again later is another tap.
    form.elements.key.value = newKey();
    notSent(tap);
    tries = 0;
    send();
  });
});

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

window.addEventListener("online", send);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
if (kept().length) {
  notSent(kept()[0]);
  send();
}
