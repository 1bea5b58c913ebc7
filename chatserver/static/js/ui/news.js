/** Says what the public stream brought; words are kept short, the page has them whole. */

import { formatTime, say } from "./words.js";

const SHORT = 120;

const NEWS = {
  "answer.given": ({ text }) => [say("told.answer", { text: shorten(text) }), "answer"],
  "question.queued": () => [say("told.queued"), "queued"],
  "notice.posted": ({ text }) => [say("told.notice", { text: shorten(text) }), "notice"],
  "session.moved": ({ because }) => [say("told.moved", { text: inOwnLanguage(because) })],
  "session.opened": () => [say("told.opened")],
  "session.warned": ({ ends_at }) => [say("told.warned", { time: formatTime(Date.parse(ends_at)) })],
  "session.extended": ({ ends_at }) => [say("told.extended", { time: formatTime(Date.parse(ends_at)) })],
  "session.closed": () => [say("told.closed")],
  "session.cancelled": ({ reason }) => [say("told.cancelled", { text: reason })],
};

/** A reason stands in the log in both languages; the Bengali one may be missing. */
function inOwnLanguage(because) {
  return because[document.documentElement.lang] || because.en;
}

/** state is the stream's after the event. */
export function tellNews(announcer, event, state) {
  if (event.type === "question.taken") announcer.tell(say("told.floor", { text: shorten(state.floor.text) }), "floor");
  else if (NEWS[event.type]) announcer.tell(...NEWS[event.type](event));
}

export function shorten(text, most = SHORT) {
  const signs = Array.from(text);
  return signs.length > most ? `${signs.slice(0, most).join("")}…` : text;
}
