/** Removes what the app keeps in this browser: worker, caches, and on signing out also drafts and what waits to be sent. */

import { withEntries } from "../../live/own/entry_database.js";

/** The worker keeps files for a page until that has loaded, also while it is being removed. */
export async function removeWorker() {
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  const names = (await globalThis.caches?.keys()) ?? [];
  await Promise.all([...registrations.map((each) => each.unregister()), ...names.map((name) => caches.delete(name))]);
}

/** Where the browser refuses its storage, there is nothing in it. */
export async function forgetEverything() {
  await withEntries("readwrite", (store) => store.clear()).catch(() => {});
  globalThis.indexedDB?.deleteDatabase("matter"); // photos: js/matters/kept_photos.js
  localStorage.clear();
  await removeWorker();
}
