/** One WebSocket: opens it, hands over its frames, and gives it up when the server has been silent too long. */

const FIRST_FRAME_MS = 10000;
const SILENCE_MS = 40000;
export const RESYNC = 4004; // as in sessions/contract/close_codes.py: come back, and ask for what is missing

export class Socket {
  #watchdog = 0;
  #over = false;
  #heardAt = Date.now();

  constructor(url, { onFrame, onClosed }) {
    this.onFrame = onFrame;
    this.onClosed = onClosed;
    this.socket = new WebSocket(url);
    this.socket.addEventListener("message", ({ data }) => this.#heard(data));
    this.socket.addEventListener("close", ({ code }) => this.#finish(code));
    this.#watch(FIRST_FRAME_MS);
  }

  send(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  /** A frozen page's timers stood still: on waking, its socket may be long dead without a word. */
  isStale() {
    return Date.now() - this.#heardAt > SILENCE_MS;
  }

  /** Ends it now; onClosed is told at once, since a dead connection answers no closing handshake. */
  drop(code) {
    this.socket.close();
    this.#finish(code);
  }

  #heard(data) {
    if (this.#over) return;
    this.#heardAt = Date.now();
    this.#watch(SILENCE_MS);
    this.onFrame(JSON.parse(data));
  }

  #watch(patience) {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.drop(RESYNC), patience);
  }

  #finish(code) {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#watchdog);
    this.onClosed(code);
  }
}
