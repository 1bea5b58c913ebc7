/** The room's unanswered commands in the database of the service worker, which sends them also after the page was closed.
 *
 * The outbox itself stays in localStorage, which is written before the tap has ended and needs no waiting; both have the
 * same refs, so that nothing takes effect twice, by whichever of them it is sent.
 */

import { withEntries } from "../../live/own/entry_database.js";
import { StoredValue } from "../../live/own/stored_value.js";

export class EntryCopy {
  #refs = null; // of those that are copied; unknown at first
  #isRefused = false;

  constructor({ name, chat_session, person, csrf, urls, starts }) {
    const { ward } = starts.public.state.session;
    this.about = { owner: `${name}:${chat_session}:${person}`, name, chat_session, person, csrf, ward, url: urls.commands };
    this.stored = new StoredValue(`outbox:${this.about.owner}`);
  }

  /** Whether what waits outlives this page: a full phone may refuse both. */
  get isKept() {
    return !this.#isRefused || this.stored.read([]).length > 0;
  }

  /** Called at each draw with all entries of the outbox, oldest first. */
  keep(entries, isUp) {
    const refs = entries.map(({ ref }) => ref).join();
    if (refs !== this.#refs) this.#copy(entries);
    this.#refs = refs;
    if (entries.length && !isUp) askWorker();
  }

  async #copy(entries) {
    const at = Date.now();
    const change = (store) => {
      this.#deleteOthers(store, new Set(entries.map(({ ref }) => ref)));
      for (const [n, entry] of entries.entries()) store.put({ ...entry, ...this.about, at: at + n });
    };
    this.#isRefused = await withEntries("readwrite", change).then(() => false, () => true);
  }

  #deleteOthers(store, refs) {
    store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      if (cursor.value.owner === this.about.owner && !refs.has(cursor.key)) cursor.delete();
      cursor.continue();
    };
  }
}

let isAsked = false;

/** Where the browser has no background sync or refuses it, the next visit sends. */
async function askWorker() {
  if (isAsked) return;
  isAsked = true;
  const registration = await navigator.serviceWorker?.ready;
  await registration?.sync?.register("outbox").catch(() => {});
  isAsked = false;
}
