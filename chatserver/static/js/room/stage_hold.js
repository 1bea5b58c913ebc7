/** Decides what stands on the stage of the room, and on the wall: an answer stays until it can have been read, though the next question is taken. */

import { lastAnswered } from "../live/own/last_answered.js";
import { publicCards } from "../live/own/own_questions.js";
import { readingMs } from "../ui/questions/reading_time.js";

const HELD_AT_MOST_MS = 60000;
const CATCHES_UP_WITH = 3;
const QUESTION = 0.5; // read beside its answer, or again

export class StageHold {
  #id = null;
  #readings = [];
  #waiting = [];
  #upTo = null;

  /** The card to show, or null. What came meanwhile waits; question and parts are read one after the other from when they came. */
  choose(state, now) {
    const cards = publicCards({ ...state, removed: [] });
    this.#queue(state, now);
    const shown = cards.get(this.#id);
    if (shown) this.#hear(shown, now);
    const isWorthIt = (card) => card && (card === state.floor || card.answers.length > 0);
    if (isWorthIt(shown) && !this.isDue(now)) return shown;
    while (this.#waiting.length && !isWorthIt(cards.get(this.#waiting[0].id))) this.#waiting.shift();
    return this.#show(cards.get(this.#waiting.shift()?.id) ?? null, now);
  }

  /** The newest may come at once: the reader asked for it. */
  release() {
    this.#waiting = this.#waiting.slice(-1).map(({ id }) => ({ id, since: -Infinity }));
  }

  isDue(now) {
    if (!this.#waiting.length) return false;
    return now >= Math.min(this.#readings.at(-1)?.end ?? now, this.#waiting[0].since + HELD_AT_MOST_MS);
  }

  /** What is to be read now: index -1 is the question, then the parts; progress from 0 to 1. */
  reading(now) {
    const found = this.#readings.findIndex(({ end }) => end > now);
    const index = found < 0 ? this.#readings.length - 1 : found;
    const { start, end } = this.#readings[index] ?? { start: now, end: now + 1 };
    return { index: index - 1, progress: Math.min(1, (now - start) / (end - start)) };
  }

  /** Also what was taken and answered since the last look: several events may come at once. */
  #queue({ floor, queue, answered }, now) {
    const last = lastAnswered({ queue, answered });
    const given = (card) => card.answers.at(-1)?.at ?? "";
    const fresh = this.#upTo === null ? [] : [...answered, ...queue].filter((card) => given(card) > this.#upTo);
    fresh.sort((a, b) => (given(a) < given(b) ? -1 : 1));
    this.#upTo = last ? given(last) : "";
    const isKnown = ({ id }) => id === this.#id || this.#waiting.some((each) => each.id === id);
    for (const { id } of fresh.filter((card) => !isKnown(card))) this.#waiting.push({ id, since: now });
    const wanted = floor ?? last;
    if (wanted && wanted.id !== (this.#waiting.at(-1)?.id ?? this.#id)) this.#waiting.push({ id: wanted.id, since: now });
  }

  #show(card, now) {
    this.#id = card?.id ?? null;
    this.#readings = [];
    // Each waits for one answer, not for all before it; and who comes back after a long time has only the newest shown.
    this.#waiting = this.#waiting.slice(-CATCHES_UP_WITH).map(({ id, since }) => ({ id, since: Math.max(since, now) }));
    if (card) this.#hear(card, now);
    return card;
  }

  #hear({ text, answers }, now) {
    if (!this.#readings.length) this.#read(QUESTION * readingMs(text), now);
    for (const answer of answers.slice(this.#readings.length - 1)) this.#read(readingMs(answer.text), now);
  }

  #read(ms, now) {
    const start = Math.max(now, this.#readings.at(-1)?.end ?? now);
    this.#readings.push({ start, end: start + ms });
  }
}
