/** Where one's own questions stand, and in which order one is shown them; as sessions/chats/pages/room/own_cards.py; pure. */

import { placesOf } from "../../ordering/places.js";

const GONE = ["withdrawn", "merged"];

/** By id {place, why} of each question in the queue, from 1 on; of none once the chat is over. ordered: as for placesOf. */
export function placesIn(state, ordered) {
  return ["scheduled", "live"].includes(state.session.state) ? placesOf(state, ordered) : new Map();
}

/** What is being answered or comes next stands first, then the newest; what was taken back or merged is last. */
export function ownInOrder(own, places) {
  return [...own].reverse().sort((a, b) => rank(a, places) - rank(b, places));
}

function rank({ id, state }, places) {
  if (state === "on_floor") return 0;
  if (places.get(id)?.place === 1) return 1;
  return GONE.includes(state) ? 3 : 2;
}
