// The service worker of the report page. Without a network, or with one that does not answer in
// time, /report/ is the page that was kept at the last visit, with the styles and scripts it needs.

const CACHE = "report-page";
const SHELL = new URL("offline/", self.location).href;
const PAGE = new URL("./", self.location).pathname;
const PATIENCE = 6000;
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
    if (url.pathname === PAGE) event.respondWith(page(event));
  } else if (["style", "script", "image", "font"].includes(request.destination)) {
    event.respondWith(fetch(request).catch(() => kept(url.href)));
  }
});

async function page(event) {
  try {
    const options = { credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
    const response = await fetch(event.request.url, options);
    if (response.ok) event.waitUntil(refresh().catch(() => {}));
    return response.status >= 500 ? await kept(SHELL, response) : response;
  } catch {
    return kept(SHELL);
  }
}

async function kept(url, otherwise = Response.error()) {
  return (await caches.match(url, { ignoreVary: true })) ?? otherwise;
}

// Who is signed out, or may not report, gets nothing to keep.
async function refresh() {
  const shell = await fetch(SHELL, { credentials: "same-origin" });
  if (!shell.ok || shell.redirected) throw new Error("There is no page to keep");
  const found = (await shell.clone().text()).matchAll(ASSETS);
  const assets = [...new Set([...found].map(([, address]) => new URL(address, SHELL).href))];
  const cache = await caches.open(CACHE);
  await Promise.all(assets.map((address) => cache.add(address)));
  await cache.put(SHELL, shell);
  for (const { url } of await cache.keys()) {
    if (url !== SHELL && !assets.includes(url)) await cache.delete(url);
  }
}
