/** Whether the next question is drawn by lot: nobody knows it before. */

import { factsOf, isBehind, isLotPlace } from "./evening_facts.js";

export function isLotNext(state) {
  const { policy, taken } = factsOf(state);
  return isLotPlace(policy, taken + 1) && state.queue.some((card) => !isBehind(policy, card));
}
