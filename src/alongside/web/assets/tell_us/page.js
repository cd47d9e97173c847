// The page of the frontline form: keeps first, then sends; shows what waits on this phone in plain words.
const panel = () => document.querySelector("[data-kept]");
const form = () => document.querySelector("[data-kept-form]");
const facts = { ...panel().dataset };
const words = JSON.parse(facts.words);
const { kept: code, send: sendTo, scope } = facts;
const say = (text, put = {}) => text.replace(/\{(\w+)\}/g, (_, name) => put[name] ?? "");
const moment = new Intl.DateTimeFormat("en-GB", {
  weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
});
let busy = false;

function element(tag, text = "", more = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  Object.assign(made, more);
  return made;
}

function button(text, act, kind = "as-link-button") {
  const made = element("button", text, { type: "button", className: kind });
  made.addEventListener("click", act);
  return made;
}

// What was written, for sending and, in the words of the page, for reading.
function gathered(from) {
  const answers = {};
  const shown = [];
  for (const control of from.elements) {
    const { name, type } = control;
    const chosen = type === "checkbox" || type === "radio";
    if (!name || name === "csrfmiddlewaretoken" || name === "once" || (chosen && !control.checked) || !control.value) {
      continue;
    }
    (answers[name] ??= []).push(control.value);
    const label = control.labels?.[0]?.textContent.trim() ?? "";
    const legend = control.closest("fieldset")?.querySelector("legend")?.textContent.trim() ?? "";
    const text = control.tagName === "SELECT" ? control.selectedOptions[0].textContent : control.value;
    shown.push(chosen ? [legend, label] : [label, text]);
  }
  return { answers, shown };
}

function fill(into, answers, id) {
  into.reset();
  for (const control of into.elements) {
    const values = answers[control.name];
    if (!values) {
      continue;
    }
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = values.includes(control.value);
    } else {
      control.value = values[0];
    }
    control.closest("details")?.setAttribute("open", "");
  }
  into.elements.once.value = id;
}

// Without signal nobody can check for us: only what would make the sign useless is asked for here.
function missing(answers) {
  const has = (name) => (answers[name]?.[0] ?? "").trim() !== "";
  const found = [];
  if (!has("agreed")) {
    found.push(["agreed", words.missing_agreed]);
  } else if (answers.agreed[0] === "no" && !has("basis_reason")) {
    found.push(["basis_reason", words.missing_reason]);
  }
  if (!has("name")) {
    found.push(["name", words.missing_name]);
  }
  if (has("phone") && answers.phone[0].replace(/[^0-9]/g, "").length < 10) {
    found.push(["phone", words.odd_phone]);
  } else if (!has("phone") && !has("address")) {
    found.push(["phone", words.missing_way]);
  }
  return found;
}

function complain(found) {
  document.querySelectorAll(".govuk-error-summary").forEach((old) => old.remove());
  const list = element("ul", "", { className: "govuk-list govuk-error-summary__list" });
  for (const [name, text] of found) {
    const control = form().querySelector(`[name="${name}"]`);
    control.closest("details")?.setAttribute("open", "");
    const line = element("li");
    line.append(element("a", text, { href: `#${control.id}` }));
    list.append(line);
  }
  const summary = element("div", "", { className: "govuk-error-summary", tabIndex: -1 });
  const alert = element("div");
  alert.setAttribute("role", "alert");
  alert.append(element("h2", words.check, { className: "govuk-error-summary__title" }), list);
  summary.append(alert);
  panel().before(summary);
  summary.focus();
}

function showPage(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  document.title = fresh.title;
  document.querySelector("main").replaceWith(document.adoptNode(fresh.querySelector("main")));
  const summary = document.querySelector(".govuk-error-summary");
  summary?.setAttribute("tabindex", "-1");
  summary?.focus();
}

async function onSubmit(event) {
  if (!event.target.matches("[data-kept-form]")) {
    return;
  }
  event.preventDefault();
  if (busy) {
    return;
  }
  busy = true;
  const from = event.target;
  try {
    const id = from.elements.once.value || crypto.randomUUID();
    const told = gathered(from);
    await keep(code, id, told);
    const entry = (await keptFor(code)).find((one) => one.id === id);
    const outcome = navigator.onLine ? await send(entry, sendTo) : { state: "waiting" };
    if (outcome.state === "sent") {
      await remove(id);
      location.assign(outcome.thanks);
    } else if (outcome.state === "refused") {
      await remove(id); // it stands on the page again, with what to mend
      showPage(outcome.page);
    } else if (outcome.state === "waiting" && missing(told.answers).length) {
      await remove(id);
      complain(missing(told.answers));
    } else {
      document.querySelectorAll(".govuk-error-summary").forEach((old) => old.remove());
      from.reset();
      from.querySelectorAll("details").forEach((folded) => folded.removeAttribute("open"));
      from.elements.once.value = crypto.randomUUID();
      await wakeLater();
    }
    await show({ focus: outcome.state === "waiting" || outcome.state === "ended", often: outcome.often });
  } catch {
    from.submit(); // this phone keeps nothing (a private window, no room): the form goes as it always did
  } finally {
    busy = false;
  }
}

async function wakeLater() {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  await registration?.sync?.register(TAG).catch(() => {}); // where there is none, the page sends when it opens
}

const ASK = { waiting: ["change", "remove"], refused: ["change", "remove"], ended: ["send_anyway", "remove"] };

function line(entry) {
  const item = element("li", `${say(words.written, { when: moment.format(entry.at) })} `);
  item.append(element("strong", say(words[entry.state], { reference: entry.reference, days: DAYS })));
  const tools = element("p", "", { className: "as-kept__tools" });
  const acts = {
    change: async () => {
      const { answers } = await opened(entry);
      fill(form(), answers, entry.id);
      form().scrollIntoView();
      form().elements.name.focus();
    },
    send_anyway: async () => {
      const outcome = await send(entry, sendTo, true);
      if (outcome.state === "refused") {
        await put(entry); // it cannot be mended here; it can be read out
      }
      await show({ focus: true, often: outcome.often });
    },
    remove: () => {
      tools.replaceChildren(
        button(words.remove_yes, async () => {
          await remove(entry.id);
          await show({ focus: true });
        }),
        button(words.remove_no, () => show({ focus: true })),
      );
      tools.firstChild.focus();
    },
  };
  if (entry.box) {
    tools.append(button(words.read, async () => read(entry, item, tools)));
    for (const name of ASK[entry.state].filter((one) => one !== "change" || form())) {
      tools.append(button(words[name], acts[name]));
    }
  }
  item.append(tools);
  return item;
}

async function read(entry, item, tools) {
  const { shown } = await opened(entry);
  const list = element("dl", "", { className: "as-kept__words" });
  for (const [label, text] of shown) {
    list.append(element("dt", label), element("dd", text));
  }
  item.append(list);
  tools.firstChild.remove();
}

async function show({ focus = false, often = false } = {}) {
  const entries = await keptFor(code);
  const count = (state) => entries.filter((entry) => entry.state === state).length;
  const box = panel();
  box.hidden = entries.length === 0;
  const waits = count("waiting");
  const title = element("h2", "", { className: "as-panel__title", tabIndex: -1 });
  title.textContent = waits
    ? say(waits === 1 ? words.one_waits : words.many_wait, { n: waits })
    : words[count("refused") ? "some_refused" : count("ended") ? "some_ended" : count("old") ? "some_old" : "all_sent"];
  const about = element("p", waits ? words[often ? "too_often" : "goes_by_itself"] : count("ended") ? words.link_ended : "");
  const list = element("ul", "", { className: "govuk-list" });
  list.append(...entries.map(line));
  box.replaceChildren(title, about, list);
  if (waits && form()) {
    box.append(button(words.send_now, () => sendNow(true), "govuk-button govuk-button--secondary"));
  }
  if (entries.some((entry) => !entry.box)) {
    box.append(
      button(words.clear, async () => {
        await Promise.all(entries.filter((entry) => !entry.box).map((entry) => remove(entry.id)));
        await show();
      }),
    );
  }
  if (focus && !box.hidden) {
    title.focus();
  }
}

async function sendNow(focus = false) {
  await ageOut(code);
  await sendAll(code, sendTo);
  await show({ focus });
}

// Keeps the page and what it is made of, asked for without any cookie: nothing of the visitor is in it.
async function remember() {
  const cache = await caches.open(`tell-us:${scope}`);
  const answer = await fetch(scope, { credentials: "omit", cache: "no-store" });
  if (answer.status === 404) {
    await cache.delete(scope, { ignoreVary: true });
    return false;
  }
  const made = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  const paths = new Set(made.filter((url) => url.origin === location.origin).map((url) => url.pathname));
  const parts = [...paths].filter((path) => /\.(css|js|svg|woff2)$/.test(path) && !path.startsWith(scope));
  await cache.put(scope, answer);
  for (const known of await cache.keys()) {
    const path = new URL(known.url).pathname;
    if (path !== scope && !parts.includes(path)) {
      await cache.delete(known);
    }
  }
  await cache.addAll(parts);
  return true;
}

async function begin() {
  document.addEventListener("submit", onSubmit);
  window.addEventListener("online", () => sendNow());
  new BroadcastChannel("alongside-kept").addEventListener("message", () => show());
  if (form()) {
    form().elements.once.value = crypto.randomUUID(); // a page kept on the phone holds the key of an earlier telling
  }
  await sendNow();
  if (form()) {
    await navigator.serviceWorker.register(facts.worker, { scope, updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    if (await remember().catch(() => false)) {
      document.querySelectorAll("[data-kept-ready]").forEach((note) => (note.hidden = false));
    }
  } else if (!(await keptFor(code)).length) {
    const registration = await navigator.serviceWorker.getRegistration(scope);
    await registration?.unregister();
    await caches.delete(`tell-us:${scope}`);
  }
}

if (window.isSecureContext && "serviceWorker" in navigator && "indexedDB" in window && crypto.subtle) {
  begin().catch(() => {}); // without a store the form is as it was
}
