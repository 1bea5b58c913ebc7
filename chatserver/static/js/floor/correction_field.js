/** The field of one correction: it has the words that hold until the reader begins to change it, and keeps what they write. */

import { Draft } from "../ui/forms/draft.js";
import { fitHeight, growWithWords } from "../ui/forms/growing.js";

export class CorrectionField {
  #draft;
  #held = null;

  constructor(field, key) {
    Object.assign(this, { field, key });
    this.#draft = new Draft(field);
    growWithWords(field);
  }

  /** text: the words that hold now. Answers whether it has found others, which were being written before a reload. */
  follow(text) {
    const isFirst = this.#held === null;
    const isUntouched = isFirst || this.field.value === this.#held;
    this.#held = text;
    if (isFirst) return this.#findDraft();
    if (isUntouched) this.#show(text);
    return false;
  }

  /** The server has the correction: the stream brings it. */
  clear() {
    this.#draft.clear();
    this.#show(this.#held);
  }

  #findDraft() {
    this.field.value = "";
    this.#draft.open(this.key);
    const { value } = this.field;
    if (!value || value === this.#held) this.clear();
    return Boolean(value) && value !== this.#held;
  }

  #show(text) {
    if (this.field.value === text) return;
    this.field.value = text;
    fitHeight(this.field);
  }
}
