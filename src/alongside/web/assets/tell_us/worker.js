// The service worker of one organisation's link: its page opens without signal, and what waits is sent when there is some.
const SCOPE = new URL(self.registration.scope).pathname;
const CODE = decodeURIComponent(SCOPE.split("/").at(-2)).toLowerCase();
const CACHE = `tell-us:${SCOPE}`;
const LOOSELY = { ignoreVary: true, ignoreSearch: true };
const SLOW = 6000; // milliseconds after which the kept page is shown

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const asked = new URL(request.url);
  if (request.method !== "GET" || asked.origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate" && asked.pathname === SCOPE) {
    event.respondWith(fromNetFirst(request, SCOPE));
  } else if (["style", "script", "font", "image"].includes(request.destination)) {
    event.respondWith(fromNetFirst(request, asked.pathname));
  }
});

async function fromNetFirst(request, path) {
  const cache = await caches.open(CACHE);
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("slow")), SLOW));
  const kept = () => cache.match(path, LOOSELY);
  const asked = fetch(request);
  try {
    const answer = await Promise.race([asked, late]);
    if (path === SCOPE && (answer.status === 404 || answer.status === 410)) {
      await cache.delete(path, LOOSELY); // the link was ended: the form is not offered any more
    }
    return answer.status >= 500 ? (await kept()) || answer : answer;
  } catch {
    return (await kept()) || asked;
  }
}

self.addEventListener("sync", (event) => {
  if (event.tag === TAG) {
    event.waitUntil(
      ageOut(CODE)
        .then(() => sendAll(CODE, `${SCOPE}kept/`))
        .then((left) => {
          changed();
          if (left) {
            throw new Error("still waiting"); // the browser tries again later
          }
        }),
    );
  }
});
