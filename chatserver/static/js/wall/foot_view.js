/** Shows what comes next and how many wait, how much time is left, and that the connection is down where it stays down. */

import { isLotNext } from "../ordering/lot.js";
import { queueInOrder } from "../ordering/queue_order.js";
import { part, setShown, setText } from "../ui/parts.js";
import { setWritten } from "../ui/questions/written.js";
import { formatSpan, say } from "../ui/wording/words.js";

export function renderNext(body, state) {
  const [next] = queueInOrder(state);
  setShown(part(body, "next_box"), next !== undefined);
  if (next === undefined) return;
  setWritten(part(body, "next"), isLotNext(state) ? say("wall.by_lot") : next.text);
  setText(part(body, "waiting"), say("wall.waiting", { n: state.queue.length }));
}

/** Called every second: writes only what has changed. */
export function renderTime(body, { state, starts_at, ends_at }, now) {
  const until = { scheduled: starts_at, live: ends_at }[state];
  const ms = until === undefined ? 0 : Date.parse(until) - now;
  setText(part(body, "time_label"), until === undefined ? say(`chat.${state}`) : say(`time.${timeKey(state, ms)}`));
  setText(part(body, "time_left"), ms > 0 ? formatSpan(ms) : "");
}

export function renderConnection(body, status, isLongDown) {
  const isShown = isLongDown && !["live", "polling"].includes(status);
  const line = part(body, "line");
  setShown(line, isShown);
  if (isShown) setText(line, say(`line.${status === "stopped" ? "reconnecting" : status}`));
}

function timeKey(state, ms) {
  if (state === "scheduled") return ms > 0 ? "opens_in" : "opens_soon";
  return ms > 0 ? "left" : "ends_soon";
}
