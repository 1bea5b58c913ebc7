/** Where one's own questions stand, and in which order one is shown them; as sessions/views/own_cards.py; pure. */

import { inOrder } from "./ordering.js";

const GONE = ["withdrawn", "merged"];

/** The place of each question in the queue, from 1 on, by its id; of none once the chat is over. */
export function placesIn({ session, queue, counts }) {
  if (!["scheduled", "live"].includes(session.state)) return new Map();
  return new Map(inOrder(queue, counts.backing).map(({ id }, index) => [id, index + 1]));
}

/** What is being answered or comes next stands first, then the newest; what was taken back or merged is last. */
export function ownInOrder(own, places) {
  return [...own].reverse().sort((a, b) => rank(a, places) - rank(b, places));
}

function rank({ id, state }, places) {
  if (state === "on_floor") return 0;
  if (places.get(id) === 1) return 1;
  return GONE.includes(state) ? 3 : 2;
}
