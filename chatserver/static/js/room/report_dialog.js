/** Lets a resident tell the moderators that a public question should not stand as it does. */

import { part } from "../ui/parts.js";
import { say } from "../ui/words.js";

const REPORT = "report";

export class ReportDialog {
  #told = new Map();

  constructor(dialog) {
    this.dialog = dialog;
    document.addEventListener("click", ({ target }) => this.#click(target));
  }

  /** Called when its form is sent. */
  close() {
    this.dialog.close();
  }

  messageFor(id) {
    return this.#told.get(id);
  }

  settle({ op, fields }, frame) {
    const isError = frame.type === "nack";
    if (op === REPORT) this.#told.set(fields.question, { text: isError ? frame.message : say("reported"), isError, isDone: !isError });
  }

  #click(target) {
    const button = target.closest("[data-part=report]");
    if (button) this.#open(button.value, part(button.closest("article"), "text"));
    else if (target.closest("[data-close]")) this.close();
  }

  #open(question, { lang, textContent }) {
    const form = this.dialog.querySelector("form");
    form.reset();
    form.elements.question.value = question;
    Object.assign(part(form, "reported"), { lang, textContent });
    part(this.dialog, "why").focus();
    this.dialog.showModal();
  }
}
