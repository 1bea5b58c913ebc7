/** Shows whether the connection is up, how many are here and how much time is left. */

import { tell } from "./forms/feedback.js";
import { sayLate } from "./wording/late_words.js";
import { part, setAttribute, setLine, setShown, setText } from "./parts.js";
import { formatNumber, formatSpan, joinWords, say } from "./wording/words.js";

const SHAPES = { live: "on", polling: "on", pages: "on", offline: "off", stopped: "off" };
const NEAR_MS = 5 * 60000;

export class StatusBar {
  constructor({ urls, closes }) {
    Object.assign(this, { bar: document.getElementById("statusbar"), signInUrl: urls.sign_in, signInCode: closes.sign_in });
  }

  renderConnection({ status, code }) {
    const line = part(this.bar, "connection");
    setShown(line, true);
    const shape = SHAPES[code] ?? SHAPES[status];
    setAttribute(line, "data-connection", shape ?? "connecting");
    const words = status === "stopped" ? stopWords(code) : say(`line.${status}`);
    const isNews = !!shape && words !== line.textContent;
    if (isNews && this.hasBegun) tell(words);
    this.hasBegun ||= isNews; // that the page has come up is none
    setText(line, words);
    if (status === "stopped") this.#offerWayBack(code);
  }

  /** Visitors, who are not signed in, are told apart: anybody can send any number of them. */
  renderPresent({ present, visitors }) {
    const here = part(this.bar, "present");
    setShown(here, present !== undefined);
    if (present === undefined) return;
    const words = say("here", { n: present });
    const count = part(here, "present_count"); // the room has it, for a narrow screen
    if (count) setText(count, formatNumber(present));
    setText(part(here, "present_words"), joinWords([words, visitors && say("visitors", { n: visitors })]));
  }

  /** Called every second: words and span change only when they do. */
  renderTime({ state, starts_at, ends_at }, now) {
    const until = { scheduled: starts_at, live: ends_at }[state];
    setShown(part(this.bar, "time"), until !== undefined);
    if (until === undefined) return;
    const ms = Date.parse(until) - now;
    setText(part(this.bar, "time_label"), say(`time.${timeKey(state, ms)}`));
    const left = part(this.bar, "time_left");
    setLine(left, ms > 0 && formatSpan(ms));
    left.classList.toggle("countdown--near", state === "live" && ms < NEAR_MS);
  }

  #offerWayBack(code) {
    if (part(this.bar, "way_back")) return;
    const link = document.createElement("a");
    link.dataset.part = "way_back";
    const mustSignIn = code === this.signInCode;
    link.href = mustSignIn ? `${this.signInUrl}?next=${encodeURIComponent(location.pathname)}` : location.pathname + location.search;
    link.textContent = say(mustSignIn ? "stopped.sign_in" : "stopped.reload");
    part(this.bar, "connection").after(link);
  }
}

function timeKey(state, ms) {
  if (state === "scheduled") return ms > 0 ? "opens_in" : "opens_soon";
  return ms > 0 ? "left" : "ends_soon";
}

function stopWords(code) {
  return sayLate("stopped", code, say("stopped.other"));
}
