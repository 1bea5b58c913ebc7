/** Commands that must not be lost: kept until the server has answered, sent one at a time, in order, each in effect once. */

const ANSWER_MS = 5000;
const RETRY_MS = 2000;
const MOST_RETRIES = 8;

export class Outbox {
  #timer = 0;

  /** connection has isUp() and send(frame); onSettled(entry, frame) hears each final ack or nack, also the own one that none came.
   * renew(later, entry, frame) gives a later entry as it is to be sent after that answer. */
  constructor(stored, connection, { onChange, onSettled, renew = (later) => later }) {
    Object.assign(this, { stored, connection, onChange, onSettled, renew });
    stored.whenOthersChange(onChange);
  }

  /** Entries {ref, op, fields} that have no final answer yet, oldest first. */
  entries() {
    return this.stored.read([]);
  }

  add(op, fields) {
    const entry = { ref: newRef(), op, fields, retries: 0 };
    this.stored.write([...this.entries(), entry]);
    if (!this.#timer) this.#sendFirst();
    this.onChange();
    return entry;
  }

  /** The connection came up: whatever was under way goes out again under its old ref, which the server knows. */
  resume() {
    this.#sendFirst();
    this.onChange();
  }

  pause() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.onChange();
  }

  /** Takes an ack or nack. One without a ref can only mean the command under way. */
  settle(frame) {
    const entries = this.entries();
    const entry = entries.find(({ ref }) => ref === (frame.ref ?? entries[0]?.ref));
    if (!entry) return;
    if (frame.type === "nack" && frame.retry && entry.retries < MOST_RETRIES) return this.#retry(entry, frame);
    const others = entries.filter(({ ref }) => ref !== entry.ref);
    this.stored.write(others.map((each) => this.renew(each, entry, frame)));
    this.#sendFirst();
    this.onSettled(entry, frame);
    this.onChange();
  }

  /** missed: how often the same command has stayed unanswered since the connection came up. */
  #sendFirst(missed = 0) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const [entry] = this.entries();
    if (!entry || !this.connection.isUp()) return;
    this.connection.send({ type: "cmd", ref: entry.ref, op: entry.op, ...entry.fields });
    this.#timer = setTimeout(() => this.#missAnswer(entry, missed + 1), ANSWER_MS);
  }

  /** Where the connection stays up and yet no answer comes, sending again must end too; another tab may have had the answer. */
  #missAnswer({ ref }, missed) {
    const isOpen = this.entries()[0]?.ref === ref;
    if (isOpen && missed > MOST_RETRIES) this.settle({ type: "nack", ref, code: "unanswered", retry: false });
    else this.#sendFirst(isOpen ? missed : 0);
  }

  #retry(entry, { message, after_ms }) {
    const again = { ...entry, retries: entry.retries + 1, message };
    this.stored.write(this.entries().map((each) => (each.ref === entry.ref ? again : each)));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#sendFirst(), after_ms ?? RETRY_MS);
    this.onChange();
  }
}

/** A random UUID of version 4; crypto.randomUUID is missing where a phone opens the page without TLS. 8 is the variant's two bits. */
function newRef() {
  const bits = (digit) => crypto.getRandomValues(new Uint8Array(1))[0] & (digit === "8" ? 3 : 15);
  return "00000000-0000-4000-8000-000000000000".replace(/[08]/g, (digit) => (digit ^ bits(digit)).toString(16));
}
