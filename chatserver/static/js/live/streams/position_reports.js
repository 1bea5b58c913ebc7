/** Tells the server how far we have applied: every 4 events frames or 2 s, whichever is first. */

const FRAMES = 4;
const INTERVAL_MS = 2000;

export class PositionReports {
  #frames = 0;
  #timer = 0;

  /** report() sends the pos frame of this moment. */
  constructor(report) {
    this.report = report;
  }

  countFrame() {
    this.#frames += 1;
    if (this.#frames >= FRAMES) this.#send();
    else if (!this.#timer) this.#timer = setTimeout(() => this.#send(), INTERVAL_MS);
  }

  #send() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#frames = 0;
    this.report();
  }
}
