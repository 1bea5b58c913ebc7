/** Files with a hash in their name never change: from the cache first, and kept once they were fetched. */

import { CACHE } from "./lifecycle.js";

const HASHED = /^\/static\/.+\.[0-9a-f]{12}\.\w+$/;

addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin === location.origin && HASHED.test(pathname)) event.respondWith(fetchFile(event.request));
});

async function fetchFile(request) {
  const cache = await caches.open(CACHE).catch(() => null); // a full phone and a private window do without
  const kept = await cache?.match(request.url).catch(() => null);
  if (kept) return kept;
  const fetched = await fetch(request);
  if (fetched.ok) await cache?.put(request.url, fetched.clone()).catch(() => {});
  return fetched;
}
