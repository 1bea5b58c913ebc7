/** Asks for the questions that the page does not hold: more of a group, and those that changed meanwhile. */

import { takePiece } from "../live/streams/folding_desk.js";
import { fetchFrame } from "../live/connection/requests.js";

const ENOUGH_TO_READ = 20;
const MOST_IDS = 50;
const AGAIN_AFTER_MS = 5000;

export class MoreQuestions {
  #isAsking = false;

  /** follower: the desk's; changed() is called when the list has grown. */
  constructor(url, follower, changed) {
    Object.assign(this, { url, follower, changed });
  }

  /** The next ones of a group, where there are more. */
  async ask(group) {
    const more = this.follower.state.more?.[group];
    if (more) await this.#ask([["group", group], ["after", more.after]]);
  }

  /** What the moderators need next: the selected question, the questions that changed, and enough to read. */
  async askForMissing({ selected, toRead }) {
    const { more, questions } = this.follower.state;
    if (!more) return;
    const unknown = selected && !questions.some(({ id }) => id === selected) ? [selected] : [];
    const ids = [...new Set([...unknown, ...more.missing])].slice(0, MOST_IDS);
    if (ids.length) await this.#ask(ids.map((id) => ["id", id]));
    else if (toRead < ENOUGH_TO_READ) await this.ask("to_read");
  }

  /** One at a time. After a failure it is asked again only a while later: the page draws often. */
  async #ask(parameters) {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const { epoch } = this.follower;
    try {
      const piece = await fetchFrame(this.url, parameters);
      if (epoch === this.follower.epoch && piece.epoch === epoch) this.#take(piece, parameters);
      this.#isAsking = false;
      this.changed();
    } catch (error) {
      console.warn("more questions could not be asked for", error);
      setTimeout(() => (this.#isAsking = false), AGAIN_AFTER_MS);
    }
  }

  /** What was asked for and is nowhere is not asked for again. */
  #take(piece, parameters) {
    takePiece(this.follower.state, piece);
    const asked = new Set(parameters.filter(([name]) => name === "id").map(([, id]) => id));
    const { more } = this.follower.state;
    if (piece.questions.length === 0) more.missing = more.missing.filter((id) => !asked.has(id));
  }
}
