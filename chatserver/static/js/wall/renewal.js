/** Loads the page anew where the server has another edition of it: after an update, after the end, for the next chat.

   Never while the server cannot be reached: a browser's error page would stand on the wall until somebody comes. */

const LOOK_EVERY_MS = 60000;
const SOON_MS = 4000;
const STOPPED_MS = 15000;

export class Renewal {
  #timer = 0;
  #must = false;

  constructor(edition) {
    this.edition = edition;
  }

  start() {
    this.#lookAfter(LOOK_EVERY_MS);
  }

  /** Something happened after which there may be another edition. */
  lookSoon() {
    this.#lookAfter(SOON_MS);
  }

  /** The line was ended for good: any edition is better than this page. */
  mustRenew() {
    this.#must = true;
    this.#lookAfter(STOPPED_MS);
  }

  /** Not to the second: there may be a screen in each of a hundred halls. */
  #lookAfter(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), wait * (0.5 + Math.random()));
  }

  async #look() {
    const there = await editionThere();
    if (there && (this.#must || there.edition !== this.edition)) location.replace(there.address);
    this.#lookAfter(this.#must ? STOPPED_MS : LOOK_EVERY_MS);
  }
}

/** What the server would send now, and from where; null where it sends no wall, or nothing. */
async function editionThere() {
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    const edition = answer.ok ? answer.headers.get("Wall-Edition") : null;
    return edition && { edition, address: answer.url };
  } catch (error) {
    console.warn("the server could not be asked", error);
    return null;
  }
}
