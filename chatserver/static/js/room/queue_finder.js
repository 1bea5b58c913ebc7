/** The search over the queue: what is typed or chosen shows at once, without a page load. */

import { part, setShown } from "../ui/parts.js";

export class QueueFinder {
  #asked = "";

  /** changed() is called when the reader wants to see something else. */
  constructor(section, changed) {
    this.box = part(section, "find");
    this.form = this.box.querySelector("form");
    setShown(this.form.querySelector("button"), false);
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => {
      if (this.#asked !== (this.#asked = JSON.stringify(this.search))) changed();
    });
  }

  get search() {
    const { q, kind, order } = this.form.elements;
    return { words: q.value, kind: kind.value, order: order.value };
  }

  get isAsked() {
    return Object.values(this.search).some(Boolean);
  }

  render(hasQueue) {
    setShown(this.box, hasQueue || this.box.open);
  }
}
