/** The groups of near-copies at the desk, and what only the evening tells about a question, as the server finds them; as moderation/questions/similar/. */

import { fetchFrame } from "../live/connection/requests.js";
import { joinWords, readJson } from "../ui/wording/words.js";

const GROUPS_AGAIN_AFTER_MS = 5000;

export class CopyGroups {
  #known = "";
  #groupOf = new Map();
  #flags = {};
  #askedAt = -Infinity;

  /** shown: what the page began with; changed() is called when there is something new to show. */
  constructor(url, shown, changed) {
    Object.assign(this, { url, changed });
    this.#keep(shown);
  }

  /** Called again and again; nobody is asked while the page is hidden. */
  refresh(now = Date.now()) {
    if (document.hidden || now - this.#askedAt < GROUPS_AGAIN_AFTER_MS) return;
    this.#askedAt = now;
    this.#ask();
  }

  /** The questions in their order, except that each stands right behind the first of its group that is among them. */
  together(questions) {
    const places = new Map();
    for (const question of questions) {
      const key = this.#groupOf.get(question.id) ?? question.id;
      if (places.has(key)) places.get(key).push(question);
      else places.set(key, [question]);
    }
    return [...places.values()].flat();
  }

  /** Empty for nothing. A flag that only a newer server knows has no words on this page. */
  wordsOf({ id }) {
    const flags = Object.hasOwn(this.#flags, id) ? this.#flags[id] : [];
    const { evening } = readJson("words");
    return joinWords(flags.map((flag) => evening[flag]), " · ");
  }

  take({ known, groups, flags }) {
    this.#known = known;
    if (!groups) return;
    this.#keep({ groups, flags });
    this.changed();
  }

  #keep({ groups, flags }) {
    this.#groupOf = new Map(groups.flatMap((ids, number) => ids.map((id) => [id, number])));
    this.#flags = flags;
  }

  async #ask() {
    try {
      this.take(await fetchFrame(this.url, { known: this.#known }));
    } catch (error) {
      console.warn("the groups of copies could not be asked for", error);
    }
  }
}
