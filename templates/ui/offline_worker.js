// The service worker of pages with an <offline-form>. Without a network, or with one that does not
// answer in time, a page below the worker is the one that was kept of it: "offline/" below its own
// address. With the first page are kept those that it names in `data-keep`, and the styles and
// scripts that they all need.

const CACHE = "{{ cache }}";
const FIRST = new URL("./", self.location).pathname;
const PATIENCE = 6000;
const KEPT = /data-keep="([^"]+)"/g;
const ASSETS = /(?:href|src)="([^"#]+\.(?:css|js|svg|woff2))(?:#[^"]*)?"/g;

self.addEventListener("install", (event) => {
  event.waitUntil(refresh().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(page(event, url.pathname));
  } else if (["style", "script", "image", "font"].includes(request.destination)) {
    event.respondWith(fetch(request).catch(() => kept(url.href)));
  }
});

// A page of which nothing is kept is none of ours: it is waited for as long as the browser does.
async function page(event, path) {
  const shell = await kept(shellOf(path), null);
  if (!shell && path !== FIRST) return fetch(event.request);
  try {
    const options = { credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
    const response = await fetch(event.request.url, options);
    if (response.ok && path === FIRST) event.waitUntil(refresh().catch(() => {}));
    return shell && response.status >= 500 ? shell : response;
  } catch {
    return shell ?? Response.error();
  }
}

function shellOf(path) {
  return new URL(`${path}offline/`, self.location).href;
}

async function kept(url, otherwise = Response.error()) {
  return (await caches.match(url, { ignoreVary: true })) ?? otherwise;
}

// Who is signed out, or may not do this, gets nothing to keep.
async function fetched(address) {
  const shell = await fetch(address, { credentials: "same-origin" });
  if (!shell.ok || shell.redirected) throw new Error("There is no page to keep");
  return [address, shell, await shell.clone().text()];
}

async function refresh() {
  const first = await fetched(shellOf(FIRST));
  const more = found(KEPT, first).map(fetched);
  const shells = [first, ...(await Promise.all(more))];
  const assets = [...new Set(shells.flatMap((shell) => found(ASSETS, shell)))];
  const cache = await caches.open(CACHE);
  await Promise.all(assets.map((address) => cache.add(address)));
  for (const [address, shell] of shells) await cache.put(address, shell);
  const wanted = [...assets, ...shells.map(([address]) => address)];
  for (const { url } of await cache.keys()) {
    if (!wanted.includes(url)) await cache.delete(url);
  }
}

function found(pattern, [address, , text]) {
  return [...text.matchAll(pattern)].map(([, path]) => new URL(path, address).href);
}
