/** Shows how the chat session stands, above each live page, and what is said once it is over. */

import { part, setAttribute, setShown, setText } from "./parts.js";
import { formatDay, formatTime, say } from "./wording/words.js";

export const OVER = ["closed", "sealed", "cancelled"];

export function isOver(session) {
  return OVER.includes(session.state);
}

export function renderHead(session, recordUrl) {
  const head = document.getElementById("head");
  const tag = part(head, "chat_state");
  setAttribute(tag, "data-state", session.state);
  setText(tag, say(`chat.${session.state}`));
  setText(part(head, "times"), sessionTimes(session));
  const before = document.getElementById("before");
  // What the server said of the date holds for that date alone, and until the chat opens.
  if (before) setShown(before, session.state === "scheduled" && before.dataset.date === `${session.starts_at} ${session.waits}`);
  const closed = document.getElementById("closed");
  setShown(closed, session.state === "closed" || session.state === "sealed");
  if (session.record) setAttribute(part(closed, "record"), "href", recordUrl.replace("SLUG", session.record));
  const cancelled = document.getElementById("cancelled");
  setShown(cancelled, session.state === "cancelled");
  setText(part(cancelled, "reason"), session.reason ?? "");
}

function sessionTimes({ state, starts_at, ends_at }) {
  if (state === "live") return say("time.until", { time: formatTime(Date.parse(ends_at)) });
  const at = Date.parse(starts_at);
  return say("time.starts", { day: formatDay(at), time: formatTime(at) });
}
