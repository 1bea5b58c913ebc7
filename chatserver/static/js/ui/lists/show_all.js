/** The tap under a long list that shows the rest of it; its own styles hide what is not among the first. */

import { part, setShown, setText } from "../parts.js";
import { say } from "../wording/words.js";

export function renderShowAll(section, count, first) {
  const label = part(section, "all");
  setShown(label, count > first);
  setText(part(label, "all_words"), say("all", { n: count }));
}
