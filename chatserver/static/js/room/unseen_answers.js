/** Counts the answers that came while they were out of sight: in a pill that leads there, and in the tab's title. */

import { part, setShown, setText } from "../ui/parts.js";
import { formatNumber, say } from "../ui/wording/words.js";

export class UnseenAnswers {
  #known = null;
  #unseen = new Set();
  #inTitle = "";

  constructor(pill) {
    this.pill = pill;
  }

  /** Of each question once, however many parts its answer has. */
  hear({ floor, queue, answered }) {
    const isFirst = this.#known === null;
    this.#known ??= new Map();
    for (const { id, answers } of [...answered, ...queue, ...(floor ? [floor] : [])]) {
      if (!isFirst && answers.length > (this.#known.get(id) ?? 0)) this.#unseen.add(id);
      this.#known.set(id, answers.length);
    }
  }

  has(id) {
    return this.#unseen.has(id);
  }

  forget() {
    this.#unseen.clear();
  }

  /** isAbove: where the answers are, seen from what is being read; isFollowed: the page is bringing them into sight. */
  render(isAbove, isFollowed) {
    const n = isFollowed ? 0 : this.#unseen.size;
    setShown(this.pill, n > 0);
    setText(part(this.pill, "count"), say("arrived.answer", { n }));
    setText(part(this.pill, "arrow"), isAbove ? "↑" : "↓");
    const inTitle = n ? `(${formatNumber(n)}) ` : "";
    if (inTitle !== this.#inTitle) document.title = document.title.replace(this.#inTitle, inTitle);
    this.#inTitle = inTitle;
  }
}
