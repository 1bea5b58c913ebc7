/** Whether the next question is drawn by lot: nobody knows it before. */

import { factsOf, isLotPlace } from "./evening_facts.js";

export function isLotNext(state) {
  const { policy, taken } = factsOf(state);
  return isLotPlace(policy, taken + 1);
}
