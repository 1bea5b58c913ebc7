/** An order that never changes under a hand: while a list is touched, it keeps its order and what is new goes to the end. */

const LEFT_ALONE_MS = 5000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "focusin"];

export class SettledOrder {
  #touchedAt = -Infinity;
  #shown = [];
  #timer = 0;

  /** askAgain() has the list drawn once more when the hand is gone. */
  constructor(list, askAgain) {
    for (const touch of TOUCHES) list.addEventListener(touch, () => this.#touch(askAgain), { passive: true });
  }

  /** The reader has asked for another order. */
  forget() {
    this.#touchedAt = -Infinity;
  }

  settle(wanted) {
    const byId = new Map(wanted.map((card) => [card.id, card]));
    const isTouched = Date.now() - this.#touchedAt < LEFT_ALONE_MS;
    const kept = isTouched ? this.#shown.filter((id) => byId.has(id)) : [];
    this.#shown = [...new Set([...kept, ...byId.keys()])];
    return this.#shown.map((id) => byId.get(id));
  }

  #touch(askAgain) {
    this.#touchedAt = Date.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(askAgain, LEFT_ALONE_MS);
  }
}
