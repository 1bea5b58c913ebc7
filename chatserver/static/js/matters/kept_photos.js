/** Keeps the photos of a complaint that is being written in this browser, until the server has the complaint.

   Each is {key, blob, alt}. The form sends the key with the photo, and has it in "kept_key" once the server has the photo. */

const DATABASE = "matter";
const PHOTOS_STORE = "photos";

export class KeptPhotos {
  #onServer = []; // those that the page shows as kept there: once more here, for the page may be lost

  constructor(form, name) {
    Object.assign(this, { form, name });
    form.addEventListener("input", ({ target }) => target.name === "kept_alt" && this.#describe());
  }

  /** Those that the server has not got. Rejects where the browser refuses, as in some private windows. */
  async read() {
    const all = (await withPhotos("readonly", (store) => store.get(this.name))) ?? [];
    const keys = valuesOf(this.form, "kept_key");
    this.#onServer = all.filter(({ key }) => keys.includes(key));
    return all.filter(({ key }) => !keys.includes(key));
  }

  write(photos) {
    return withPhotos("readwrite", (store) => store.put([...this.#onServer, ...photos], this.name));
  }

  async #describe() {
    const [others, keys, alts] = [await this.read(), valuesOf(this.form, "kept_key"), valuesOf(this.form, "kept_alt")];
    for (const photo of this.#onServer) photo.alt = alts[keys.indexOf(photo.key)];
    await this.write(others);
  }
}

export function forgetPhotos(name) {
  return withPhotos("readwrite", (store) => store.delete(name));
}

function valuesOf(form, name) {
  return [...form.querySelectorAll(`[name="${name}"]`)].map(({ value }) => value);
}

/** Closed after each use, so that signing out can delete it at once. */
async function withPhotos(mode, act) {
  const database = await openPhotos();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(PHOTOS_STORE, mode);
      const request = act(transaction.objectStore(PHOTOS_STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function openPhotos() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(PHOTOS_STORE);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => resolve(request.result);
  });
}
