/** Asks by plain requests for what a stream misses: after a gap, and in turn where sockets do not get through. */

import { fetchFrame } from "../connection/requests.js";

const MOST_ROUNDS = 3;

export class CatchUp {
  #asking = null;

  /** onRefused(code) hears a nack: a user who may no longer read has nothing to catch up with. */
  constructor(url, followers, { onFrame, onRefused }) {
    Object.assign(this, { url, followers, onFrame, onRefused });
  }

  /** Answers whether the server could be reached. Asked while it asks, it answers with that. */
  ask() {
    this.#asking ??= this.waitFor(0).finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** The same, where the server may wait so many seconds for news. More may have come while we asked: then once more. */
  async waitFor(wait) {
    try {
      for (let round = 0; round === 0 || (round < MOST_ROUNDS && this.#isBehind()); round += 1) await this.#askEach(wait);
      return true;
    } catch (error) {
      console.warn(error);
      return false;
    }
  }

  async #askEach(wait) {
    for (const [stream, follower] of Object.entries(this.followers)) {
      const frame = await fetchFrame(this.url, { stream, ...follower.position() }, wait);
      if (frame.type === "nack") this.onRefused(frame.code);
      else this.onFrame(frame);
    }
  }

  #isBehind() {
    return Object.values(this.followers).some((follower) => follower.isBehind());
  }
}
