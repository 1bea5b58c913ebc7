/** Sorts the desk's questions into what is reported, to be read, in public, passed on and done with; as moderation/desk/views.py. */

import { IN_PUBLIC, isUndecided } from "../live/streams/folding_desk.js";

export function isPublic({ state }) {
  return IN_PUBLIC.includes(state);
}

/** Whether reports about what anybody can read wait for a moderator. */
export function isReported({ reports, state }) {
  return reports > 0 && [...IN_PUBLIC, "answered", "on_notice"].includes(state);
}

/** Whether this moderator has passed it on: then they send nothing more about it. */
export function isLeftBy(me, question) {
  return Boolean(question?.passed_on?.includes(me));
}

/**
 * ordered: the queue of the public stream in its declared order. me: the moderator, who does not see among what is to be
 * read what they have passed on. together(questions): with near-copies behind each other, as far as they are equally urgent.
 */
export function groupQuestions(questions, ordered, me = "", together = (each) => each) {
  const open = questions.filter((question) => isUndecided(question) && !question.pending);
  const undecided = open.filter((question) => !isLeftBy(me, question));
  const justDecided = questions.filter((question) => isUndecided(question) && question.pending);
  const places = new Map(ordered.map(({ id }, place) => [id, place]));
  const queued = questions.filter(({ state }) => state === "queued");
  return {
    reported: questions.filter(isReported),
    to_read: [0, 1, 2, 3].flatMap((rank) => together(undecided.filter((question) => urgency(question) === rank))),
    queue: [...questions.filter(({ state }) => state === "on_floor"), ...queued.sort((a, b) => place(places, a) - place(places, b))],
    passed_on: open.filter((question) => isLeftBy(me, question)),
    done: [...justDecided, ...questions.filter((question) => !isUndecided(question) && !IN_PUBLIC.includes(question.state)).reverse()],
  };
}

/** What a colleague has passed on needs somebody else first, then what nobody read in the chat before; what is held comes last. */
function urgency({ state, passed_on: names = [], carried_from: before }) {
  if (names.length) return 0;
  if (state === "held") return 3;
  return before ? 1 : 2;
}

/** How many questions each group has, here and on the server. */
export function countGroups(groups, more = {}) {
  return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, group.length + (more[name]?.left ?? 0)]));
}

export function countToRead({ questions, more }) {
  return questions.filter(isUndecided).length + (more?.to_read?.left ?? 0);
}

/** The desk may hear of a question a moment before the room does. */
function place(places, { id }) {
  return places.get(id) ?? places.size;
}
