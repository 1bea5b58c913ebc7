/** The search over the queue; announces it when nothing is found. */

import { searchQueue } from "../live/streams/queue_search.js";
import { tell } from "../ui/forms/feedback.js";

let hasFound = true;

/** The cards that are wanted. */
export function searchAndAnnounce(ordered, search) {
  const found = searchQueue(ordered, search);
  if (hasFound && ordered.length && !found.length) tell(document.querySelector("#queue [data-part=none]").textContent);
  hasFound = found.length > 0;
  return found;
}
