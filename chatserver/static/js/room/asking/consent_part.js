/** The notice before the first question: agreeing to it opens the form, with whatever has been written there before. */

import { showFeedback, tell } from "../../ui/forms/feedback.js";
import { part, setAttribute, setBusy, setShown, setText } from "../../ui/parts.js";
import { learn, say } from "../../ui/wording/words.js";

const FIELDS = { adult: "adult", label: "shown", shown: "shown" };

export class ConsentPart {
  /** given(hint) is called once the reader agrees. */
  constructor(form, given) {
    Object.assign(this, { form, given });
    form.addEventListener("submit", (event) => this.#send(event));
    form.elements.label.addEventListener("input", () => (form.elements.shown.value = "own"));
  }

  /** The plain way, a page load, stays open to users who are not answered here. */
  async #send(event) {
    event.preventDefault();
    const button = this.form.querySelector("button");
    if (button.getAttribute("aria-disabled") === "true") return;
    setBusy(button, true);
    this.#tell(say("sending.sending"));
    const answer = await this.#post();
    setBusy(button, false);
    this.#showErrors(answer?.errors ?? {});
    if (answer?.hint) return this.#give(answer);
    this.#tell(say("sending.not_sent"), true);
    tell(say("sending.not_sent"));
    if (!answer || answer.errors?.version) this.form.submit();
  }

  /** Without a network nothing is answered, and the page stays as it is; null where somebody answers otherwise. */
  async #post() {
    const options = { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" } };
    const answer = await fetch(this.form.action, options).catch(() => null);
    return answer ? answer.json().catch(() => null) : {};
  }

  #give({ hint, words }) {
    learn(words);
    this.given(hint);
  }

  #showErrors(errors) {
    for (const name of new Set(Object.values(FIELDS))) this.#showError(part(this.form, name), "");
    for (const [field, message] of Object.entries(errors)) {
      if (FIELDS[field]) this.#showError(part(this.form, FIELDS[field]), message);
    }
    this.form.querySelector(".field--error input")?.focus();
  }

  #showError(field, message) {
    const error = part(field, "error");
    setText(error, message);
    setShown(error, Boolean(message));
    field.classList.toggle("field--error", Boolean(message));
    for (const input of field.querySelectorAll("input")) setAttribute(input, "aria-invalid", Boolean(message));
  }

  #tell(text, isError = false) {
    showFeedback(part(this.form, "feedback"), { text, isError });
  }
}
