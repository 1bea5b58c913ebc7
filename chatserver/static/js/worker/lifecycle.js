/** Taking over from an earlier version, and leaving nothing of it behind. */

export const CACHE = `static-${self.APP.version}`;

addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}
