/** Tells those who listen what arrived: one polite region, one utterance in ten seconds, each text in its language. */

import { textLanguage } from "./wording/text_language.js";
import { say } from "./wording/words.js";

const GATHER_MS = 200;
const QUIET_MS = 10000;
const REPLY_MS = 2020; // a busy phone may show one late, and the next in time
const IN_WORDS = 2;

export class Announcer {
  #replies = [];
  #waiting = [];
  #saidAt = -QUIET_MS;
  #next = Infinity;
  #timer = 0;

  constructor(region) {
    this.region = region;
  }

  /** What came of the reader's own act waits for no news, only for two seconds after what was said last. */
  reply(sentence) {
    this.#replies.push({ before: sentence });
    this.#plan(this.#saidAt + REPLY_MS);
  }

  /** news: a sentence, or {before, text, after} where text is what a person wrote; of one kind more than two are summed up as a count. */
  tell(news, kind = null) {
    this.#waiting.push({ ...(typeof news === "string" ? { before: news } : news), kind });
    this.#plan(Math.max(this.#saidAt + QUIET_MS, performance.now() + GATHER_MS));
  }

  #plan(moment) {
    if (moment >= this.#next) return;
    this.#next = moment;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#speak(), Math.ceil(moment - performance.now())); // it would leave out the fraction
  }

  #speak() {
    const told = this.#replies.length ? this.#replies.splice(0) : this.#sumUpWaiting();
    this.region.replaceChildren(...told.map(spoken));
    this.#next = Infinity;
    if (!told.length) return;
    this.#saidAt = performance.now();
    this.#plan(this.#saidAt + QUIET_MS); // then what waits, or silence
  }

  #sumUpWaiting() {
    const waiting = this.#waiting.splice(0);
    return [...new Set(waiting.map(({ kind }) => kind))].flatMap((kind) => sumUp(waiting, kind));
  }
}

function sumUp(waiting, kind) {
  const told = waiting.filter((each) => each.kind === kind);
  return kind && told.length > IN_WORDS ? [{ before: say(`arrived.${kind}`, { n: told.length }) }] : told;
}

function spoken({ before, text = "", after = "" }) {
  const sentence = document.createElement("p");
  const words = document.createElement("span");
  words.textContent = text;
  words.lang = textLanguage(text);
  sentence.append(before, ...(text ? [words] : []), after);
  return sentence;
}
