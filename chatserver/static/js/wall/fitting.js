/** Sets the letters as large as everything fits; what does not fit at the smallest size is shown page by page. */

import { setAttribute } from "../ui/parts.js";
import { readingMs } from "../ui/questions/reading_time.js";

const SMALLEST = 5;
const PAGE_LEAST_MS = 8000;
const ROUNDED = 2; // pixels: heights of lines are no whole numbers
const TURN = 0.8; // of a page's height, so that the last lines of one stand on the next

export class Fitting {
  #timer = 0;

  /** stage: holds everything; pane: the answers, which may be higher than their place. */
  constructor(stage, pane) {
    Object.assign(this, { stage, pane });
  }

  fit() {
    clearTimeout(this.#timer);
    this.#scrollTo(0);
    this.stage.removeAttribute("data-long");
    for (let size = 0; size <= SMALLEST; size += 1) {
      setAttribute(this.stage, "data-size", size);
      if (this.#fits()) return;
    }
    this.stage.setAttribute("data-long", "");
    if (!this.#fits()) this.#showNewest();
  }

  /** By the boxes alone: letters reach a little over their lines, and a scrollHeight counts that. */
  #fits() {
    const newest = this.pane.lastElementChild;
    return endOf(this.pane) <= endOf(this.stage) && (!newest || endOf(newest) <= endOf(this.pane) + ROUNDED);
  }

  #showNewest() {
    const newest = this.pane.lastElementChild;
    this.#scrollTo(newest ? newest.offsetTop - this.pane.offsetTop : 0);
    if (newest && newest.offsetHeight > this.pane.clientHeight) this.#turnAfter(newest);
  }

  /** Lines that are cut at an edge fade out there. */
  #scrollTo(top) {
    this.pane.scrollTop = top;
    const { scrollTop, clientHeight, scrollHeight } = this.pane;
    this.pane.toggleAttribute("data-before", scrollTop > 0);
    this.pane.toggleAttribute("data-after", scrollTop + clientHeight < scrollHeight - 4);
  }

  /** A part that is longer than a page is read page by page, and then from its beginning again. */
  #turnAfter(newest) {
    const { clientHeight } = this.pane;
    const pageMs = (readingMs(newest.textContent) * clientHeight) / newest.offsetHeight;
    this.#timer = setTimeout(() => {
      const before = this.pane.scrollTop;
      this.#scrollTo(before + TURN * clientHeight);
      if (this.pane.scrollTop - before < 1) this.#showNewest();
      else this.#turnAfter(newest);
    }, Math.max(PAGE_LEAST_MS, pageMs));
  }
}

function endOf({ offsetTop, offsetHeight }) {
  return offsetTop + offsetHeight;
}
