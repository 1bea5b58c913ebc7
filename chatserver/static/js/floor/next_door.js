/** What other wards were answered to the question that is being answered: asked for when the reader opens it. */

import { fetchFragment } from "../ui/fragment.js";
import { part, setShown } from "../ui/parts.js";

export class NextDoor {
  #question = null;

  constructor(details) {
    this.details = details;
    this.link = part(details, "page");
    this.found = part(details, "found");
    details.addEventListener("toggle", () => details.open && this.#ask());
  }

  /** Another question has other answers: what stood there is closed. */
  render({ floor }) {
    const question = floor?.id ?? null;
    setShown(this.details, question !== null);
    if (question === this.#question) return;
    this.#question = question;
    this.details.open = false;
    this.found.replaceChildren();
  }

  async #ask() {
    const question = this.#question;
    const fragment = await fetchFragment(this.link.href);
    const found = fragment?.getElementById("next-door-found");
    if (!found || question !== this.#question || found.dataset.question !== question) return; // the link stays
    this.found.replaceChildren(...found.children);
    setShown(this.link, false);
  }
}
