/** Keeps what is being written through a reload, a closed tab or a lost line, until the server has it. */

import { StoredValue } from "../../live/own/stored_value.js";
import { fitHeight } from "./growing.js";

export class Draft {
  #stored = null;
  #isComposing = false;
  #later = null;

  constructor(field) {
    this.field = field;
    field.addEventListener("input", () => this.keep());
    field.addEventListener("compositionstart", () => (this.#isComposing = true));
    field.addEventListener("compositionend", () => this.#endComposing());
  }

  /** From now on the field belongs to this key. What the browser itself put back into it after a reload stays. */
  open(key) {
    this.#afterComposing(() => {
      const isFirst = this.#stored === null;
      this.#stored = new StoredValue(`draft:${key}`);
      if (!isFirst || !this.field.value) this.#write(this.#stored.read(""));
    });
  }

  keep() {
    if (this.field.value) this.#stored?.write(this.field.value);
    else this.#stored?.clear();
  }

  clear() {
    this.#afterComposing(() => {
      this.#write("");
      this.#stored?.clear();
    });
  }

  /** A user who writes by an input method or by voice has words in the field that are not settled yet: they stay. */
  #afterComposing(change) {
    const before = this.#later;
    if (this.#isComposing) this.#later = () => (before?.(), change());
    else change();
  }

  #endComposing() {
    const change = this.#later;
    this.#isComposing = false;
    this.#later = null;
    this.keep();
    change?.();
  }

  #write(words) {
    this.field.value = words;
    fitHeight(this.field);
  }
}
