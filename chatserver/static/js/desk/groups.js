/** Sorts the desk's questions into what is to be read, what is in public and what is done with; as moderation/views.py. */

import { inOrder } from "../live/ordering.js";

const UNDECIDED = ["waiting", "held"];
const IN_PUBLIC = ["on_floor", "queued"];

export function isUndecided({ state }) {
  return UNDECIDED.includes(state);
}

export function groupQuestions(questions, backing) {
  const undecided = questions.filter(isUndecided);
  const inPublic = inOrder(questions.filter(({ state }) => IN_PUBLIC.includes(state)), backing);
  return {
    to_read: [...undecided.filter(({ state }) => state === "waiting"), ...undecided.filter(({ state }) => state === "held")],
    queue: [...inPublic.filter(({ state }) => state === "on_floor"), ...inPublic.filter(({ state }) => state === "queued")],
    done: questions.filter(({ state }) => !UNDECIDED.includes(state) && !IN_PUBLIC.includes(state)).reverse(),
  };
}
