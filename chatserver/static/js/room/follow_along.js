/** Keeps what is to be read now in view while the reader wants that; lets go, as its switch shows, when they scroll by hand. */

import { keptBy } from "../ui/lists/keep_place.js";
import { remember } from "../ui/remembered_switch.js";
import { distanceIntoView } from "../ui/lists/viewport.js";

const GLIDE_MS = 900;
const JITTER = 2;
const NEAR = 8;
const TYPED_INTO = "textarea, select, input:not([type=checkbox]):not([type=radio])";

export class FollowAlong {
  #isWanted = true;
  #isHeld = !location.hash || location.hash === "#floor";
  #place = null;
  #glide = null;
  #first = null; // what stood there when the page came: only what is new moves it from its top

  /** The switch remembers what was chosen, and shows whether the page follows: who was let go presses it once. */
  constructor(box) {
    this.box = remember(box, "follow", () => this.#choose());
    this.#isWanted = box.checked;
    // Once the page is laid out and shown: to ask for it now would have it laid out before its first frame.
    requestAnimationFrame(() => requestAnimationFrame(() => (this.#place ??= scrollY - keptBy())));
  }

  /** From now on, until the reader scrolls away. */
  hold() {
    this.#isHeld = true;
    this.#first = "";
    this.#place = scrollY - keptBy();
  }

  isOn() {
    return this.#isHeld && this.#isWanted && !document.hidden;
  }

  /** target: {node, progress}; called a few times a second. */
  look(target) {
    this.#move(target);
    const isFollowing = this.#isHeld && this.#isWanted;
    if (this.box.checked !== isFollowing) this.box.checked = isFollowing;
  }

  #choose() {
    this.#isWanted = this.box.checked;
    this.hold();
  }

  #move({ node, progress }) {
    const way = node ? Math.max(Math.round(distanceIntoView(node, progress)), -Math.ceil(scrollY)) : 0;
    if (this.#isGliding(way)) return;
    const place = scrollY - keptBy();
    this.#first ??= document.getElementById("floor").textContent;
    // By a finger, a wheel, a key, a link or a screen reader: nothing else moves the page.
    if (Math.abs(place - (this.#place ?? place)) > JITTER) this.#isHeld = Math.abs(way) <= NEAR;
    else if (Math.abs(way) > NEAR && !this.#first.includes(node.textContent) && this.isOn() && !isBusy()) this.#glideBy(way);
    this.#place = place;
  }

  #glideBy(top) {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#glide = { until: performance.now() + GLIDE_MS, kept: keptBy() };
    scrollBy({ top, behavior: isCalm ? "instant" : "smooth" });
  }

  #isGliding(way) {
    if (!this.#glide) return false;
    if (performance.now() < this.#glide.until) return true;
    // Where it did not arrive although nothing else moved, a hand was in between.
    if (Math.abs(way) > NEAR && keptBy() === this.#glide.kept) this.#isHeld = false;
    this.#glide = null;
    this.#place = scrollY - keptBy();
    return false;
  }
}

/** Nothing moves while something is written, chosen or marked. */
function isBusy() {
  return document.activeElement.matches(TYPED_INTO) || document.querySelector("dialog[open]") || !getSelection().isCollapsed;
}
