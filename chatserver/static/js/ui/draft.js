/** Keeps what is being written through a reload, a closed tab or a lost line, until the server has it. */

import { Shelf } from "../live/shelf.js";

export class Draft {
  #shelf = null;

  constructor(field) {
    this.field = field;
    field.addEventListener("input", () => this.keep());
  }

  /** From now on the field belongs to this key. What the browser itself put back into it after a reload stays. */
  open(key) {
    const isFirst = this.#shelf === null;
    this.#shelf = new Shelf(`draft:${key}`);
    if (!isFirst || !this.field.value) this.field.value = this.#shelf.read("");
  }

  keep() {
    if (this.field.value) this.#shelf?.write(this.field.value);
    else this.#shelf?.clear();
  }

  clear() {
    this.field.value = "";
    this.#shelf?.clear();
  }
}
