/** Says what the public stream brought: what is asked and answered, and how the chat stands; never that the queue grew. */

import { whenKnown } from "./late_words.js";
import { formatTime, say } from "./words.js";

const SHORT = 120;
const LONG = 300;
const PLACE = "\u0000";

const NEWS = {
  "notice.posted": ({ text }) => [quote("notice", text), "notice"],
  "session.moved": ({ because }) => [quote("moved", because[document.documentElement.lang] || because.en)],
  "session.opened": () => [quote("opened")],
  "session.warned": ({ ends_at }) => [quote("warned", "", { time: formatTime(Date.parse(ends_at)) })],
  "session.extended": ({ ends_at }) => [quote("extended", "", { time: formatTime(Date.parse(ends_at)) })],
  "session.slowed": ({ minutes }) => [minutes ? quote("slowed", "", { n: minutes }) : quote("slow_ended")],
  "session.closed": () => [quote("closed")],
  "session.cancelled": ({ reason }) => [quote("cancelled", reason)],
};
const ALWAYS = ["session.opened", "session.closed", "session.cancelled"];

/** state is the stream's after the event; isLess: only the reader's own questions, and that the chat begins or ends. */
export function tellNews(announcer, event, state, { isMine = () => false, isLess = false } = {}) {
  const { type } = event;
  if (type === "question.taken" || type === "answer.given") return tellFloor(announcer, event, state.floor, isMine(state.floor.id), isLess);
  if (NEWS[type] && (!isLess || ALWAYS.includes(type))) whenKnown("told", type.match(/notice|\w+$/)[0], () => announcer.tell(...NEWS[type](event)));
}

function tellFloor(announcer, { type, text }, floor, isMine, isLess) {
  const kind = type === "answer.given" ? "answer" : "floor";
  if (isMine) announcer.tell(quote(`own_${kind}`, kind === "answer" ? text : ""));
  else if (!isLess) announcer.tell(quote(kind, text ?? floor.text), kind);
}

/** The words around what a person wrote, which is spoken in its own language. */
function quote(path, text = "", values = {}) {
  const [before, after] = say(`told.${path}`, { text: PLACE, ...values }).split(PLACE);
  return { before, text: shorten(text, LONG), after };
}

export function shorten(text, most = SHORT) {
  const signs = Array.from(text);
  return signs.length > most ? `${signs.slice(0, most).join("")}…` : text;
}
