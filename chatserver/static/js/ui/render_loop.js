/** Draws at most once a frame, however much arrives, and keeps the reader's place. */

import { keepPlace } from "./lists/keep_place.js";

export class RenderLoop {
  #asked = false;

  constructor(draw) {
    this.draw = draw;
  }

  ask() {
    if (this.#asked) return;
    this.#asked = true;
    // In a task of its own: with the layout and the painting of the frame in one, a slow phone could answer no tap.
    requestAnimationFrame(() => setTimeout(() => {
      this.#asked = false;
      keepPlace(this.draw);
    }));
  }
}
