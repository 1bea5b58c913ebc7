/** What was being written when the chat ended: shown to be copied, and given back in the next chat of the same ward. */

import { StoredValue } from "../../live/own/stored_value.js";
import { showFeedback, tell } from "../../ui/forms/feedback.js";
import { part, setShown } from "../../ui/parts.js";

export class KeptDraft {
  #isGivenBack = false;

  constructor(section, composer, key) {
    Object.assign(this, { section, composer, stored: new StoredValue(`draft:${key}`), text: part(section, "kept_words") });
    part(section, "copy").addEventListener("click", () => this.#copy());
  }

  render(isOver) {
    const isWriting = document.activeElement === this.composer.text;
    if (isOver) this.#keep();
    else this.#giveBack();
    setShown(this.section, isOver && this.text.value !== "");
    if (isOver && isWriting) this.text.focus({ preventScroll: true });
  }

  /** What is still on its way may yet be refused, and is kept then. */
  #keep() {
    const { text, draft } = this.composer;
    if (text.value && !text.readOnly) {
      this.stored.write(text.value);
      draft.clear();
    }
    const words = this.stored.read("");
    if (this.text.value !== words) this.text.value = words;
  }

  #giveBack() {
    if (this.#isGivenBack) return;
    this.#isGivenBack = true;
    const words = this.stored.read("");
    if (!words || this.composer.text.value) return;
    this.composer.write(words);
    this.stored.clear();
  }

  /** Where the browser does not let scripts copy, the words are marked. */
  async #copy() {
    this.text.select();
    const isCopied = await navigator.clipboard?.writeText(this.text.value).then(() => true, () => false);
    const { copied, marked } = this.section.dataset;
    const text = isCopied ? copied : marked;
    showFeedback(part(this.section, "feedback"), { text, isDone: isCopied });
    tell(text);
  }
}
