/** Tells those who listen what arrived: one polite region, one utterance every few seconds, counts when it is busy. */

import { say } from "./words.js";

const QUIET_MS = 4000;

export class Announcer {
  #waiting = [];
  #timer = 0;

  constructor(region) {
    this.region = region;
  }

  /** kind groups what may be summed up as a count ("3 new answers"); without a kind it is always said in full. */
  tell(sentence, kind = null) {
    this.#waiting.push({ sentence, kind });
    this.#timer ||= setTimeout(() => this.#speak(), 200);
  }

  #speak() {
    const kinds = new Set(this.#waiting.map(({ kind }) => kind));
    this.region.textContent = Array.from(kinds, (kind) => this.#sumUp(kind)).join(" ");
    this.#waiting = [];
    this.#timer = setTimeout(() => this.#rest(), QUIET_MS);
  }

  #sumUp(kind) {
    const told = this.#waiting.filter((each) => each.kind === kind);
    if (kind && told.length > 1) return say(`arrived.${kind}`, { n: told.length });
    return told.map(({ sentence }) => sentence).join(" ");
  }

  #rest() {
    this.#timer = 0;
    this.region.textContent = "";
    if (this.#waiting.length) this.#speak();
  }
}
