/** The database of the commands that have no final answer yet: pages and the service worker read and write it. */

const STORE = "outbox";
let opening = null;

/** act(store) may give a request, whose result is the answer. Rejects where the browser or a full phone refuses. */
export async function withEntries(mode, act) {
  const database = await (opening ??= open().catch(forgetRefusal));
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export function readEntries() {
  return withEntries("readonly", (store) => store.getAll());
}

/** What was refused is tried again the next time: a phone that was full may have space by then. */
function forgetRefusal(error) {
  opening = null;
  throw error;
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("app", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "ref" });
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onclose = () => (opening = null); // everything was cleared
      resolve(request.result);
    };
  });
}
