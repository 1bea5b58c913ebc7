/** What must outlive the page: one JSON value in localStorage, or in memory where the browser forbids it. */

const MEMORY = new Map();

export class StoredValue {
  constructor(key) {
    this.key = key;
  }

  read(otherwise) {
    const kept = MEMORY.get(this.key) ?? withStorage((storage) => storage.getItem(this.key), () => null);
    return kept === null ? otherwise : JSON.parse(kept);
  }

  write(value) {
    const text = JSON.stringify(value);
    MEMORY.delete(this.key);
    withStorage((storage) => storage.setItem(this.key, text), () => MEMORY.set(this.key, text));
  }

  clear() {
    MEMORY.delete(this.key);
    withStorage((storage) => storage.removeItem(this.key), () => {});
  }

  /** Another tab of the same person changed it. */
  whenOthersChange(tell) {
    addEventListener("storage", ({ key }) => key === this.key && tell());
  }
}

/** Private windows and full disks refuse storage by throwing, and some apps have null in its place: otherwise() has to do. */
export function withStorage(act, otherwise) {
  try {
    return act(localStorage);
  } catch {
    return otherwise();
  }
}
