/** The place of each waiting question, and why it has it; as sessions/ordering/queue_places.py. */

import { add, askerOf, factsOf, isBehind, isLotPlace } from "./evening_facts.js";
import { queueInOrder } from "./queue_order.js";

/** ordered: the queue in its order, where it is known. By id {place, why}: the latest place at which it comes, from 1 on; places by lot are left free. */
export function placesOf(state, ordered = queueInOrder(state)) {
  const { policy, taken, answered } = factsOf(state);
  const seen = new Map();
  const places = new Map();
  let place = 0;
  for (const card of ordered) {
    place += isLotPlace(policy, taken + place + 1) ? 2 : 1;
    const before = add(seen, askerOf(card));
    const turns = { first_time: card.first_time, answered: answered.get(askerOf(card)) > 0, own_earlier: before > 0 };
    const holds = isBehind(policy, card) ? { behind: true } : turns;
    const why = policy.is_fair ? Object.keys(holds).filter((reason) => holds[reason]) : [];
    places.set(card.id, { place: Math.min(place, ordered.length), why });
  }
  return places;
}
