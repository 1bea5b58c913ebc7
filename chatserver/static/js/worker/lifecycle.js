/** Installing, taking over from an earlier version, and leaving nothing of it behind. */

import { readEntries } from "../live/own/entry_database.js";

const { version, files, offline } = self.APP;
export const CACHE = `static-${version}`;
export const OFFLINE_PAGE = offline;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", (event) => event.data === "take over" && event.waitUntil(takeOverOnceEmpty()));

/** Called by a worker that has sent everything: a newer version may have waited for that. */
export async function letNewerTakeOver() {
  registration.waiting?.postMessage("take over");
}

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll([new Request(offline, { credentials: "omit" }), ...files]);
  await takeOverOnceEmpty();
}

/** While something waits to be sent, the version that knows it stays; closing all pages changes over, too. */
async function takeOverOnceEmpty() {
  const entries = await readEntries();
  if (!entries.some(({ answer }) => !answer)) await skipWaiting();
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await registration.navigationPreload?.enable();
}
