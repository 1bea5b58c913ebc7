/** A form in which something is written: the words stay until the server has them, and it says what became of them. */

import { Draft } from "./draft.js";
import { showFeedback, tell } from "./feedback.js";
import { countGraphemes } from "../wording/graphemes.js";
import { part, setAttribute, setBusy, setShown, setText } from "../parts.js";
import { say } from "../wording/words.js";

export class Composer {
  #pending = null;
  #others = ""; // what was written here when another tab of the same person sent something

  /** The form says its op and how many graphemes it takes at most; received(frame) puts the ack of that op into words. */
  constructor(form, { received }) {
    Object.assign(this, { form, received, text: form.elements.text, op: form.dataset.op, most: Number(form.dataset.most) });
    this.draft = new Draft(this.text);
    form.noValidate = true;
    this.text.addEventListener("input", () => this.#count());
  }

  open(key) {
    this.draft.open(key);
    this.#count();
  }

  /** Shows other words; the feedback about the words before is removed. */
  turnTo(key) {
    this.open(key);
    this.#feedback("");
  }

  /** Gives the fields, which are to be sent now, or null where the form itself sees what is wrong. */
  take(fields) {
    const length = countGraphemes(fields.text.trim());
    if (this.#pending) return null;
    if (length === 0) return this.#refuse(say("empty"));
    if (length > this.most) return this.#refuse(say("too_long", { most: this.most }));
    this.#showError("");
    this.#pending = { fields }; // at once: a second tap may come before the next draw
    return fields;
  }

  /** Puts back what was written before, elsewhere. */
  write(words) {
    this.text.value = words;
    this.draft.keep();
    this.#count();
  }

  /** Puts words back to be changed, under whatever is being written already. */
  rewrite({ kind, text }) {
    if (this.#pending) return;
    if (!this.text.value.includes(text)) this.text.value = [this.text.value.trim(), text].filter(Boolean).join("\n\n");
    this.form.elements.kind.value = kind;
    this.draft.keep();
    this.#count();
    this.#feedback("");
    this.text.focus();
  }

  /** entries: what has no final answer yet; this form's own one keeps its words in the field, not to be changed.
   * isKept: whether they outlive the page. */
  render({ entries, isUp, isKept = true }) {
    const pending = entries.find(({ op }) => op === this.op) ?? null;
    if (this.#pending && !pending) this.#letGo();
    if (!this.#pending && pending && !isSame(this.text.value, pending.fields.text)) this.#others = this.text.value;
    this.#pending = pending;
    this.text.readOnly = Boolean(pending);
    for (const button of this.form.querySelectorAll("button")) setBusy(button, Boolean(pending));
    if (pending) this.#showPending(pending, isUp, isKept);
  }

  /** Called before the draw in which the entry is gone. */
  settle({ op }, frame) {
    if (op !== this.op) return;
    this.#pending = null;
    if (frame.type === "nack") return this.#showNotSent(frame.message);
    this.finish(this.received(frame));
  }

  /** The words are needed no longer; told: why. Words that are on their way stay. */
  finish(told) {
    if (this.#pending) return;
    this.#release();
    showFeedback(part(this.form, "feedback"), { text: told, isDone: true });
    tell(told);
  }

  #release() {
    this.draft.clear();
    this.#giveBack();
    this.#feedback("");
  }

  /** Another tab has had the answer, and has cleared or kept the draft, which is the same in both. */
  #letGo() {
    this.text.value = "";
    this.#giveBack();
    this.#feedback("");
  }

  #giveBack() {
    if (this.#others) this.write(this.#others);
    else this.#count();
    this.#others = "";
  }

  #showPending({ fields, message }, isUp, isKept) {
    if (this.text.value !== fields.text) this.text.value = fields.text;
    if (isUp) this.#feedback(message ?? say("sending.sending"));
    else this.#feedback(say(isKept ? "sending.waiting" : "unkept"), !isKept);
  }

  #showNotSent(message) {
    this.#showError(message);
    this.#feedback(say("sending.not_sent"), true);
    tell(say("sending.not_sent"));
  }

  #refuse(message) {
    this.#showError(message);
    this.#feedback("");
    this.text.focus();
    return null;
  }

  #showError(message) {
    const error = part(this.form, "error");
    setText(error, message);
    setShown(error, Boolean(message));
    setAttribute(this.text, "aria-invalid", Boolean(message));
    part(this.form, "field").classList.toggle("field--error", Boolean(message));
  }

  #feedback(text, isError = false) {
    showFeedback(part(this.form, "feedback"), { text, isError });
  }

  #count() {
    const counter = part(this.form, "counter");
    if (!counter) return;
    const n = countGraphemes(this.text.value.trim());
    setText(counter, say("counter", { n, most: this.most }));
    counter.classList.toggle("counter--over", n > this.most);
  }
}

/** Some engines give a form's fields the line ends of mails. */
function isSame(one, other) {
  const [plain, otherPlain] = [one, other].map((text) => text.replaceAll("\r", "").trim());
  return plain === otherPlain;
}
