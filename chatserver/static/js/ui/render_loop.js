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
    requestAnimationFrame(() => {
      this.#asked = false;
      keepPlace(this.draw);
    });
  }
}
