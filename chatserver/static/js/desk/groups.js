/** Sorts the desk's questions into what is reported, what is to be read, what is in public and what is done with; as moderation/views.py. */

import { IN_PUBLIC, isUndecided } from "../live/folding_desk.js";

export function isPublic({ state }) {
  return IN_PUBLIC.includes(state);
}

/** Whether reports about what anybody can read wait for a moderator. */
export function isReported({ reports, state }) {
  return reports > 0 && [...IN_PUBLIC, "answered", "on_notice"].includes(state);
}

/** ordered: the queue of the public stream in its declared order. */
export function groupQuestions(questions, ordered) {
  const undecided = questions.filter(isUndecided);
  const places = new Map(ordered.map(({ id }, place) => [id, place]));
  const queued = questions.filter(({ state }) => state === "queued");
  return {
    reported: questions.filter(isReported),
    to_read: [...undecided.filter(({ state }) => state === "waiting"), ...undecided.filter(({ state }) => state === "held")],
    queue: [...questions.filter(({ state }) => state === "on_floor"), ...queued.sort((a, b) => place(places, a) - place(places, b))],
    done: questions.filter((question) => !isUndecided(question) && !IN_PUBLIC.includes(question.state)).reverse(),
  };
}

/** How many there are in each group: those that are here, and those that are left on the server. */
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
