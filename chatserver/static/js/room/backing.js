/** Which questions the reader backs: what the server said, what was acknowledged since, and what is still on its way. */

const BACK = "question.back";

export class Backing {
  #messages = new Map();
  #backed = new Set();
  #list = null;

  /** What the server says at each welcome replaces what was known; the same list again changes nothing. */
  know(list) {
    if (!list || list === this.#list) return;
    this.#list = list;
    this.#backed = new Set(list);
  }

  /** Support goes with a question into another one, and stays with what takes a withdrawn one's place. */
  hear({ type, id, into, in_place_of: before }, isMine) {
    if (type === "question.merged") this.#pass(id, into, isMine);
    else if (type === "question.queued" && before) this.#pass(before, id, isMine);
  }

  #pass(from, to, isMine) {
    const supported = this.#backed.delete(from) || isMine(from);
    if (supported && !isMine(to)) this.#backed.add(to);
  }

  /** The last command on its way decides what the button shows. */
  isBacked(id, entries) {
    const last = entries.filter(({ op, fields }) => op === BACK && fields.question === id).at(-1);
    return last ? last.fields.on : this.#backed.has(id);
  }

  isSending(id, entries) {
    return entries.some(({ op, fields }) => op === BACK && fields.question === id);
  }

  messageFor(id) {
    return this.#messages.get(id);
  }

  settle({ op, fields }, frame) {
    if (op !== BACK) return;
    this.#messages.delete(fields.question);
    if (frame.type === "nack") this.#tell(fields.question, frame.message);
    else if (fields.on) this.#add(fields.question, frame.result);
    else this.#backed.delete(fields.question);
  }

  /** Support that does not count, or not yet, is kept; its owner is told why. */
  #add(id, { warning }) {
    this.#backed.add(id);
    if (warning) this.#tell(id, warning);
  }

  #tell(id, text) {
    this.#messages.set(id, { text, isError: true });
  }
}
