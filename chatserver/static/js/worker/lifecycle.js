/** Installing, taking over from an earlier version, and leaving nothing of it behind. */

import { bringSeldom } from "./seldom_events.js";

const { version, files, offline } = self.APP;
export const CACHE = `static-${version}`;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function install() {
  const { takeOverOnceEmpty } = bringSeldom();
  const cache = await caches.open(CACHE);
  await cache.addAll([new Request(offline, { credentials: "omit" }), ...files]);
  await takeOverOnceEmpty();
}

async function takeOver() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  await registration.navigationPreload?.enable();
}
