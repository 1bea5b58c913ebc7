/** Pages come from the network alone and are never kept: one phone has several people. Without a network, the offline page. */

import { CACHE } from "./lifecycle.js";

const FIRST_TRY_MS = 4000;
const SECOND_TRY_MS = 60000;
let gaveUpAt = 0;

addEventListener("fetch", (event) => {
  const { mode, method, url } = event.request;
  // What does not end so is a file that is made, such as a PDF, and may take long.
  if (mode === "navigate" && method === "GET" && new URL(url).pathname.endsWith("/")) event.respondWith(fetchPage(event));
});

async function fetchPage({ request, preloadResponse }) {
  const page = (async () => (await preloadResponse) ?? fetch(request))();
  return (await Promise.race([page.catch(() => null), giveUp()])) ?? showOffline();
}

/** A slow line gets longer when somebody tries again. */
function giveUp() {
  const isSecondTry = Date.now() - gaveUpAt < SECOND_TRY_MS;
  return new Promise((resolve) => setTimeout(resolve, isSecondTry ? SECOND_TRY_MS : FIRST_TRY_MS));
}

async function showOffline() {
  gaveUpAt = Date.now();
  return (await caches.match(self.APP.offline, { cacheName: CACHE, ignoreVary: true }).catch(() => null)) ?? Response.error();
}
