// SPDX-License-Identifier: Apache-2.0
// The page opens without the server. What is kept is the page itself, of two versions at most: its own files, by a list that
// the build made. No answer of the API is ever kept, and a request that changes something is never touched.
const version = '@VERSION@';
const files = ['@FILES@'];
const screens = ['@SCREENS@'];
const prefix = 'veinline.page ';
const wait_ms = 4000;

self.addEventListener('install', (event) => {
  // Past the browser's own cache: the page may be newer than what it has.
  event.waitUntil(caches.open(prefix + version)
    .then((cache) => cache.addAll(files.map((path) => new Request(path, { cache: path.startsWith('/assets/') ? 'default' : 'reload' }))))
    .then(() => self.skipWaiting()));
});

// The version before stays: a tab that was opened with it may still want one of its files.
self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys()
    .then((all) => Promise.all(all.filter((name) => name.startsWith(prefix)).slice(0, -2).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

const kept = (path) => caches.open(prefix + version).then((cache) => cache.match(path)).then((found) => found ?? caches.match(path));

async function ofAssets(request) {
  const found = await caches.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(prefix + version)).put(request, answer.clone());
  return answer;
}

/** The server's own while it answers, so that a new version is there at once. */
async function orKept(request, path) {
  const found = kept(path);
  const asked = fetch(request).then((answer) => (answer.status >= 500 ? found.then((one) => one ?? answer) : answer));
  asked.catch(() => undefined);
  const slow = new Promise((resolve) => { setTimeout(() => found.then((one) => one && resolve(one)), wait_ms); });
  return Promise.race([asked, slow]).catch(() => found.then((one) => one ?? Response.error()));
}

self.addEventListener('fetch', (event) => {
  const request = event.request, at = new URL(request.url);
  if (request.method !== 'GET' || at.origin !== self.location.origin) return;
  if (at.pathname.startsWith('/assets/')) return event.respondWith(ofAssets(request));
  if (request.mode === 'navigate' && (at.pathname === '/' || screens.includes(at.pathname.split('/')[1]))) return event.respondWith(orKept(request, '/'));
  if (files.includes(at.pathname) && at.pathname !== '/') return event.respondWith(orKept(request, at.pathname));
});
