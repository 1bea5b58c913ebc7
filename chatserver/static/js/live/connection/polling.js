/** Asks again and again by plain requests, each of which may wait for news, until it is told to stop. */

const POLL_MS = 2000;

export class Polling {
  #timer = 0;
  missed = 0; // how many in turn had no answer

  /** ask() answers, in its time, whether the server could be reached; heard(reached) is told. */
  constructor(ask, heard) {
    Object.assign(this, { ask, heard });
  }

  start() {
    if (!this.#timer) this.#askAfter(0);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  /** An answer that comes after the stop is for nobody. */
  #askAfter(wait) {
    const mine = setTimeout(async () => {
      const reached = await this.ask();
      if (this.#timer !== mine) return;
      this.missed = reached ? 0 : this.missed + 1;
      this.heard(reached);
      this.#askAfter(POLL_MS);
    }, wait);
    this.#timer = mine;
  }
}
