/** The tap under a long list that shows the rest of it. */

import { part, setShown, setText } from "../parts.js";
import { say } from "../wording/words.js";

/** count: of all that belongs into the list. */
export function renderShowAll(section, count, first) {
  const label = section.lastElementChild; // to search for it would be a way through all of the list
  const box = label.firstElementChild;
  setShown(label, count > first);
  setText(part(label, "all_words"), say("all", { n: count }));
  box.onchange = () => section.classList.toggle("short", !box.checked);
  box.onchange();
}
