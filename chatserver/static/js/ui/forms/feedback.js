/** Says under a control what became of its command. */

import { setText } from "../parts.js";

/** The line keeps its height while it is empty, so that nothing moves when it speaks. */
export function showFeedback(line, { text, isError = false, isDone = false }) {
  setText(line, text);
  line.classList.toggle("feedback--error", isError);
  line.classList.toggle("feedback--done", isDone);
}
