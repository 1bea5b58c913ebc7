/** Decisions that can still be undone: who has decided what, and how many seconds are left. */

import { say } from "../ui/wording/words.js";

/** Empty where none is waiting; now: the server's, in ms. */
export function pendingWords({ pending, claimed_by: name }, { me, now }) {
  if (!pending) return "";
  const decision = say(`pending.did.${pending.decision}`);
  return name === me ? say("pending.own", { decision, n: secondsLeft(pending, now) }) : say("pending.other", { decision, name });
}

function mayUndo({ pending, claimed_by: name }, { me, now }) {
  return Boolean(pending) && name === me && secondsLeft(pending, now) > 0;
}

function secondsLeft({ until }, now) {
  return Math.max(Math.ceil((Date.parse(until) - now) / 1000), 0);
}

/** The own decisions that can still be undone, the last one first. */
export function ownPending(questions, { me, now }) {
  const own = questions.filter((question) => mayUndo(question, { me, now }));
  return own.sort((one, other) => (one.pending.until < other.pending.until ? 1 : -1));
}
