/** The search over the queue, which tells those who listen when nothing is found. */

import { searchQueue } from "../live/streams/queue_search.js";
import { tell } from "../ui/forms/feedback.js";

let hasFound = true;

/** The cards that are wanted. */
export function searchAloud(ordered, search) {
  const found = searchQueue(ordered, search);
  if (hasFound && ordered.length && !found.length) tell(document.querySelector("#queue [data-part=none]").textContent);
  hasFound = found.length > 0;
  return found;
}
