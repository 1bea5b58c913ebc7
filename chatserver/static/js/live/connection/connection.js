/** Keeps the connection up: socket, waiting between attempts, and polling where sockets do not get through. */

import { reconnectWait } from "./backoff.js";
import { Polling } from "./polling.js";
import { RESYNC, Socket } from "./socket.js";

const FAILURES_BEFORE_POLLING = 2;
const SOCKET_AGAIN_MS = 60000;
const FIRST_FINAL = 4400; // as in sessions/contract/close_codes.py: a test compares them
const INTERNAL = 4005; // it may fail again: ever longer waits, whatever the server asks for

/** Status words: connecting, live, polling, reconnecting, offline, stopped. */
export class Connection {
  #socket = null;
  #failures = 0;
  #attempt = 0;
  #timer = 0;
  #bye = null;
  status = "connecting";

  /** socketUrl() names the place to resume from; poll() and post(frame) do the same by plain requests. */
  constructor({ socketUrl, poll, post, onFrame, onStatus }) {
    Object.assign(this, { socketUrl, post, onFrame, onStatus });
    this.polling = new Polling(poll, (reached) => this.#become(reached ? "polling" : downWord()));
  }

  start() {
    addEventListener("online", () => this.#wake());
    addEventListener("offline", () => this.#socket?.drop(RESYNC));
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
    this.#connect();
  }

  isUp() {
    return this.status === "live" || this.status === "polling";
  }

  /** Sends by what is up. The sender waits for the answer and sends again if none comes. */
  send(frame) {
    if (this.status === "live") this.#socket.send(frame);
    else if (this.status === "polling" && frame.type === "cmd") this.post(frame);
  }

  /** For good: only another page load can help. */
  stop(code) {
    if (this.status === "stopped") return;
    clearTimeout(this.#timer);
    this.polling.stop();
    this.#become("stopped", code);
    this.#socket?.drop();
  }

  #connect() {
    this.#socket = new Socket(this.socketUrl(), {
      onFrame: (frame) => this.#hear(frame),
      onClosed: (code) => this.#lose(code),
    });
  }

  #hear(frame) {
    if (frame.type === "bye") this.#bye = frame;
    if (frame.type === "welcome") this.#settle();
    this.onFrame(frame);
  }

  #settle() {
    this.#failures = this.#attempt = 0;
    this.polling.stop();
    this.#become("live");
  }

  /** The bye before it tells more than the close: proxies lose codes on the way. */
  #lose(closeCode) {
    if (this.status === "stopped") return;
    const { code = closeCode, after_ms: waitAsked } = this.#bye ?? {};
    this.#socket = this.#bye = null;
    if (code >= FIRST_FINAL) return this.stop(code);
    if (this.status !== "live") this.#failures += 1;
    if (this.status !== "polling") this.#become(downWord());
    if (this.#failures >= FAILURES_BEFORE_POLLING) this.polling.start();
    this.#connectAfter(code === INTERNAL ? Math.max(waitAsked ?? 0, this.#usualWait()) : (waitAsked ?? this.#usualWait()));
  }

  #usualWait() {
    return this.status === "polling" ? SOCKET_AGAIN_MS : reconnectWait(this.#attempt);
  }

  #connectAfter(wait) {
    this.#attempt += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), wait);
  }

  /** The network or the page came back: do not sit out the wait. */
  #wake() {
    if (this.status === "stopped") return;
    if (this.#socket?.isStale()) this.#socket.drop(RESYNC);
    if (this.#socket) return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  #become(status, code = null) {
    this.status = status;
    this.onStatus(status, code);
  }
}

function downWord() {
  return navigator.onLine ? "reconnecting" : "offline";
}
