/** The search over the queue: what is typed or chosen shows at once, without a page load. */

import { loadScript } from "../ui/later_script.js";
import { part, setShown } from "../ui/parts.js";

export class QueueFinder {
  #asked = "";
  #searchQueue = null;

  /** changed() is called when the reader wants to see something else. */
  constructor(section, changed) {
    Object.assign(this, { changed, box: part(section, "find") });
    this.form = this.box.querySelector("form");
    this.button = this.form.querySelector("button");
    setShown(this.button, false);
    this.form.addEventListener("submit", (event) => this.button.hidden && event.preventDefault());
    this.form.addEventListener("focusin", () => this.#load());
    this.form.addEventListener("input", () => {
      this.#load();
      if (this.#asked !== (this.#asked = JSON.stringify(this.search))) changed();
    });
    if (this.isAsked) this.#load();
    addEventListener("online", () => this.button.hidden || this.#load());
  }

  get search() {
    const { q, kind, order } = this.form.elements;
    return { words: q.value, kind: kind.value, order: order.value };
  }

  get isAsked() {
    return Object.values(this.search).some(Boolean);
  }

  /** The cards that are wanted; null while its script has not come. */
  find(ordered) {
    return this.#searchQueue && this.#searchQueue(ordered, this.search);
  }

  render(hasQueue) {
    setShown(this.box, hasQueue || this.box.open);
  }

  /** Where the script does not come, the form goes to the server. */
  async #load() {
    if (this.#searchQueue) return;
    const given = await loadScript("reading");
    this.#searchQueue = given && given.searchQueue;
    setShown(this.button, !given);
    if (given) this.changed();
  }
}
