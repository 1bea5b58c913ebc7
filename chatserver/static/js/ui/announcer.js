/** Tells those who listen what arrived: one polite region, at most one utterance in ten seconds, each text in its language. */

import { textLanguage } from "./wording/text_language.js";
import { say } from "./wording/words.js";

const QUIET_MS = 10000;
const IN_WORDS = 2;

export class Announcer {
  #waiting = [];
  #timer = 0;

  constructor(region) {
    this.region = region;
  }

  /** What came of the reader's own act is said at once. */
  reply(sentence) {
    clearTimeout(this.#timer);
    this.#say([{ before: sentence }]);
  }

  /** news: a sentence, or {before, text, after} where text is what a person wrote; of one kind more than two are summed up as a count. */
  tell(news, kind = null) {
    this.#waiting.push({ ...(typeof news === "string" ? { before: news } : news), kind });
    this.#timer ||= setTimeout(() => this.#sayWaiting(), 200);
  }

  #sayWaiting() {
    const kinds = new Set(this.#waiting.map(({ kind }) => kind));
    const told = Array.from(kinds, (kind) => this.#sumUp(kind)).flat();
    this.#waiting = [];
    this.#say(told);
  }

  #sumUp(kind) {
    const told = this.#waiting.filter((each) => each.kind === kind);
    return kind && told.length > IN_WORDS ? [{ before: say(`arrived.${kind}`, { n: told.length }) }] : told;
  }

  #say(told) {
    this.region.replaceChildren(...told.map(spoken));
    this.#timer = setTimeout(() => this.#rest(), QUIET_MS);
  }

  #rest() {
    this.#timer = 0;
    this.region.replaceChildren();
    if (this.#waiting.length) this.#sayWaiting();
  }
}

function spoken({ before, text = "", after = "" }) {
  const sentence = document.createElement("p");
  const words = document.createElement("span");
  words.textContent = text;
  words.lang = textLanguage(text);
  sentence.append(before, ...(text ? [words] : []), after);
  return sentence;
}
