/** Several questions that are selected in the list, to be declined together for one reason. */

import { part, setBusy, setText } from "../ui/parts.js";
import { say } from "../ui/wording/words.js";

const BULK_OP = "questions.decline";

export class Selection {
  /** By id, the versions of selected questions that are not in the page's list. */
  #beyond = new Map();

  /** details is missing where nobody decides. */
  constructor(details, list, changed) {
    Object.assign(this, { details, list, changed });
    list.addEventListener("change", ({ target }) => target.name === "questions" && changed());
  }

  /** How many one decision takes (sessions/contract/limits.py). */
  get #most() {
    return Number(this.details?.dataset.most);
  }

  render(isSending) {
    if (!this.details) return;
    const n = this.#boxes(":checked").length + this.#beyond.size;
    this.details.classList.toggle("has-selection", n > 0);
    setText(part(this.details, "count"), n ? say("selected", { n }) : "");
    for (const button of this.details.querySelectorAll("form button:not([type=button])")) setBusy(button, isSending || n === 0 || n > this.#most);
  }

  /** Selects the question, or no longer; answers whether it stands in the list. */
  toggle(id) {
    const box = this.#boxes("").find(({ value }) => value.startsWith(`${id}:`));
    if (box) box.click();
    return Boolean(box);
  }

  /** Selects these, {id, version} each, as many as can be declined together. */
  add(questions) {
    const boxes = new Map(this.#boxes("").map((box) => [box.value.split(":")[0], box]));
    for (const { id, version } of questions.slice(0, this.#most)) {
      const box = boxes.get(id);
      if (box) box.checked = true;
      else this.#beyond.set(id, version);
    }
    this.changed();
  }

  /** The command's fields, or null where too many or none are selected. versionOf({id, version}): with one's own last step. */
  take({ reason, note, undo_seconds }, versionOf) {
    const seen = new Map([...this.#beyond, ...this.#boxes(":checked").map(({ value }) => value.split(":"))]);
    const questions = [...seen].map(([id, version]) => ({ question: id, version: versionOf({ id, version: Number(version) }) }));
    if (!questions.length || questions.length > this.#most) return null;
    return { questions, reason, note, undo_seconds };
  }

  /** Deselects the questions that a refusal names: the rest can be sent again. */
  settle({ op }, { type, changed }) {
    if (op !== BULK_OP) return;
    if (type === "ack") this.#close();
    for (const id of changed ?? []) this.#beyond.delete(id);
    for (const id of changed ?? []) this.#boxes(":checked").find(({ value }) => value.startsWith(`${id}:`))?.click();
  }

  #close() {
    for (const box of this.#boxes(":checked")) box.checked = false;
    this.#beyond.clear();
    this.details.open = false;
    this.details.querySelector("form").reset();
  }

  #boxes(state) {
    return [...this.list.querySelectorAll(`#group-to_read [name=questions]${state}`)];
  }
}
