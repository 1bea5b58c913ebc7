/** Lets a resident tell the moderators that a public question should not stand as it does. */

import { part } from "../../ui/parts.js";
import { say } from "../../ui/wording/words.js";

const REPORT = "report";

export class ReportDialog {
  #told = new Map();

  constructor(dialog) {
    this.dialog = dialog;
    dialog.addEventListener("click", ({ target }) => target.closest("[data-close]") && this.close());
  }

  /** button: the one under the question. */
  open(button) {
    const { lang, textContent } = part(button.closest("article"), "text");
    const form = this.dialog.querySelector("form");
    form.reset();
    form.elements.question.value = button.value;
    Object.assign(part(form, "reported"), { lang, textContent });
    part(this.dialog, "why").focus();
    this.dialog.showModal();
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
}
