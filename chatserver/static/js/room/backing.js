/** Which questions the reader backs: what the server said, what was acknowledged since, and what is still on its way. */

const BACK = "question.back";

export class Backing {
  #messages = new Map();
  #backed = new Set();
  #joined = new Map();
  #list = null;

  /** askAgain() asks the server what the reader backs. */
  constructor(askAgain) {
    this.askAgain = askAgain;
  }

  /** What the server says at each welcome replaces what was known; the same list again changes nothing. */
  know(list) {
    if (!list || list === this.#list) return;
    this.#list = list;
    this.#backed = new Set(list);
  }

  /**
   * Support goes with a question into another one, stays with what takes a withdrawn one's place, and comes back with a
   * question that is taken out of a merge. Where it was merged before the page came, only the server knows whose it was.
   */
  hear({ type, id, into, from, in_place_of: before }, isMine) {
    if (type === "question.merged") this.#merge(id, into, isMine);
    else if (type === "question.unmerged") this.#separate(id, from, isMine);
    else if (type === "question.queued" && before) this.#replace(before, id, isMine);
  }

  /** isAdded: the reader supports the other question only because this one was merged into it. */
  #merge(id, into, isMine) {
    const joined = this.#joined.get(id);
    if (joined) joined.into = into; // the question that it was merged into has been merged, too
    if (joined) return;
    const isAdded = !isMine(into) && !this.#backed.has(into);
    if (this.#pass(id, into, isMine)) this.#joined.set(id, { into, isAdded });
  }

  #separate(id, from, isMine) {
    const joined = this.#joined.get(id);
    this.#joined.delete(id);
    if (!this.#backed.has(from) && !isMine(from)) return;
    if (!joined) return this.askAgain();
    if (!isMine(id)) this.#backed.add(id);
    if (!joined.isAdded) return;
    const other = [...this.#joined.values()].find(({ into }) => into === from);
    if (other) other.isAdded = true;
    else this.#backed.delete(from);
  }

  #replace(before, id, isMine) {
    this.#pass(before, id, isMine);
    this.#joined.delete(id);
    for (const joined of this.#joined.values()) if (joined.into === before) joined.into = id;
  }

  /** Answers whether there was support to pass. */
  #pass(from, to, isMine) {
    const supported = this.#backed.delete(from) || isMine(from);
    if (supported && !isMine(to)) this.#backed.add(to);
    return supported;
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
