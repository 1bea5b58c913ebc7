/** "This is a promise", ticked while answering: prefills what is promised, and makes one field of its fields. */

const BOX = "promise";
const FIRST_SENTENCE = /^[^।॥۔?!.\n]*[।॥۔?!.]?/u;

export class PromisePart {
  #said = "";

  /** form: of the answer; an official's has no such part. */
  constructor(form) {
    this.form = form;
    this.box = form.elements[BOX] ?? null;
    this.box?.addEventListener("change", () => this.box.checked && this.#prefill());
  }

  /** The fields of the command, from those of the form: without the tick there is no promise. */
  fieldsFrom(fields) {
    const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== BOX && !isPart(name)));
    if (!this.box?.checked) return rest;
    const parts = Object.entries(fields).filter(([name, value]) => isPart(name) && value.trim());
    const promise = Object.fromEntries(parts.map(([name, value]) => [name.slice(BOX.length + 1), value]));
    if (this.#said && fields.text.includes(this.#said)) promise.said = this.#said;
    return { ...rest, promise };
  }

  clear() {
    if (!this.box) return;
    this.#said = "";
    this.box.checked = false;
    for (const field of this.form.querySelectorAll(`[name^="${BOX}."]`)) field.value = "";
  }

  /** With the words that are selected in the answer, or its first sentence. */
  #prefill() {
    const what = this.form.elements[`${BOX}.what`];
    if (what.value.trim()) return;
    const { value, selectionStart, selectionEnd } = this.form.elements.text;
    const chosen = value.slice(selectionStart, selectionEnd).trim();
    this.#said = chosen || (value.trim().match(FIRST_SENTENCE)?.[0].trim() ?? "");
    what.value = this.#said;
  }
}

function isPart(name) {
  return name.startsWith(`${BOX}.`);
}
