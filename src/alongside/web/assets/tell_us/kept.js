// What the frontline form and its service worker share: what was told waits on this phone, locked, until it is sent.
// Each telling has a key of its own (AES-GCM, not extractable) that goes with it; only when it was written stands open.
const DAY = 24 * 60 * 60 * 1000;
const DAYS = 7; // after which what was never sent is taken off the phone
const PATIENCE = 15000; // milliseconds for one sending, on a poor signal
const TAG = "kept";

function inStore(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("alongside-kept", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept", { keyPath: "id" });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const store = opening.result;
      const change = store.transaction("kept", mode);
      const asked = act(change.objectStore("kept"));
      change.oncomplete = () => resolve(asked.result);
      change.onabort = change.onerror = () => reject(change.error);
      change.addEventListener("complete", () => store.close());
      change.addEventListener("abort", () => store.close());
    };
  });
}

const put = (entry) => inStore("readwrite", (store) => store.put(entry));
const remove = (id) => inStore("readwrite", (store) => store.delete(id));

async function keptFor(code) {
  const found = await inStore("readonly", (store) => store.getAll());
  return found.filter((entry) => entry.code === code).sort((a, b) => a.at - b.at);
}

async function keep(code, id, told) {
  const lock = { name: "AES-GCM", iv: crypto.getRandomValues(new Uint8Array(12)) };
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const box = await crypto.subtle.encrypt(lock, key, new TextEncoder().encode(JSON.stringify(told)));
  await put({ id, code, at: Date.now(), state: "waiting", key, iv: lock.iv, box });
}

async function opened(entry) {
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: entry.iv }, entry.key, entry.box);
  return JSON.parse(new TextDecoder().decode(text));
}

// Words about somebody else's life do not lie on a phone for ever; that they went is said, not hidden.
async function ageOut(code) {
  for (const entry of await keptFor(code)) {
    if (Date.now() - entry.at > DAYS * DAY) {
      await (entry.box ? put({ id: entry.id, code, at: entry.at, state: "old" }) : remove(entry.id));
    }
  }
}

// Sends one telling. Whatever is not a clear answer of ours (a hotel's sign-in page, a fault) leaves it waiting.
async function send(entry, to, withoutLink = false) {
  const { answers } = await opened(entry);
  const waited = Math.max(0, Math.round((Date.now() - entry.at) / 1000));
  try {
    const answer = await fetch(to, {
      method: "POST",
      credentials: "omit",
      redirect: "error",
      headers: { "Content-Type": "application/json", "X-Alongside": "kept" },
      body: JSON.stringify({ key: entry.id, answers, waited, without_link: withoutLink }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 201) {
      const { thanks, reference } = await answer.json();
      await put({ id: entry.id, code: entry.code, at: entry.at, state: "sent", reference });
      return { state: "sent", thanks };
    }
    if (answer.status === 422) {
      const page = await answer.text();
      await put({ ...entry, state: "refused" });
      return { state: "refused", page };
    }
    if (answer.status === 410) {
      await put({ ...entry, state: "ended" });
      return { state: "ended" };
    }
    return { state: "waiting", often: answer.status === 429 };
  } catch {
    return { state: "waiting" };
  }
}

// Sends what waits, oldest first, one sender at a time; the server takes each only once in any case. Returns how many are left.
async function sendAll(code, to) {
  const all = async () => {
    for (const entry of (await keptFor(code)).filter((one) => one.state === "waiting")) {
      if ((await send(entry, to)).state === "waiting") {
        break;
      }
    }
    return (await keptFor(code)).filter((one) => one.state === "waiting").length;
  };
  return navigator.locks ? navigator.locks.request("alongside-kept", all) : all();
}

const changed = () => {
  const channel = new BroadcastChannel("alongside-kept");
  channel.postMessage("changed");
  channel.close();
};
