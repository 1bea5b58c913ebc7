/** Removes what the app keeps in this browser: worker, caches, and on signing out also drafts and what waits to be sent. */

import { withEntries } from "../../live/own/entry_database.js";
import { withStorage } from "../../live/own/stored_value.js";

/** The worker keeps files for a page until that has loaded, also while it is being removed. */
export async function removeWorker() {
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  await Promise.allSettled([unregisterAll(), deleteCaches()]);
}

/** Where the browser refuses one of its storages, there is nothing in it, and the others are cleared all the same. */
export async function forgetEverything() {
  await Promise.allSettled([withEntries("readwrite", (store) => store.clear()), deletePhotos()]);
  withStorage((storage) => storage.clear(), () => {});
  withStorage(() => sessionStorage.clear(), () => {});
  await removeWorker();
}

async function unregisterAll() {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((each) => each.unregister()));
}

async function deleteCaches() {
  const names = (await globalThis.caches?.keys()) ?? [];
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** js/matters/kept_photos.js */
async function deletePhotos() {
  globalThis.indexedDB?.deleteDatabase("matter");
}
