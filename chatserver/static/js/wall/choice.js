/** Which question stands on the wall: the one being answered, and its answer for as long as it takes to read it. Pure. */

import { readingMs } from "./reading_time.js";

const HOLD_LEAST_MS = 5000;
const HOLD_MOST_MS = 30000;

export class Choice {
  #id = null;
  #told = "";
  #readBy = 0;

  /** now: milliseconds of any clock. Answers {card, isNow, waitMs}; ask again after waitMs, where that is not null. */
  choose({ floor, queue, answered }, now) {
    const before = [floor, ...answered, ...queue].find((card) => card?.id === this.#id);
    const isUnread = before && before.answers.length > 0 && now < this.#readBy;
    const last = answered.findLast(({ answers }) => answers.length > 0);
    const card = (isUnread ? before : (floor ?? last)) ?? null;
    this.#note(card, now);
    return { card, isNow: card !== null && card === floor, waitMs: floor && card !== floor ? this.#readBy - now : null };
  }

  /** For how long what stands there has still to be read. */
  unreadMs(now) {
    return Math.max(0, this.#readBy - now);
  }

  /** What it says new has to be read before anything else takes its place. */
  #note(card, now) {
    const told = card ? [card.id, ...card.answers.map(({ text }) => text)].join("\n") : "";
    if (told === this.#told) return;
    const isSame = card?.id === this.#id;
    const newest = card?.answers.at(-1)?.text ?? "";
    this.#id = card?.id ?? null;
    this.#told = told;
    const readBy = now + readingMs(newest.length, HOLD_LEAST_MS, HOLD_MOST_MS);
    this.#readBy = Math.max(isSame ? this.#readBy : 0, readBy);
  }
}
