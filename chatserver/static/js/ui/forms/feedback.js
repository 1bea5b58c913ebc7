/** Says under a control what became of its command, and has it announced. */

import { setText } from "../parts.js";

/** Announced with all else that a live page says (ui/announcer.js): a line that spoke by itself would speak between. */
export function tell(detail) {
  dispatchEvent(new CustomEvent("told", { detail }));
}

/** The line keeps its height while it is empty, so that nothing moves when it speaks. */
export function showFeedback(line, { text, isError = false, isDone = false }) {
  setText(line, text);
  line.classList.toggle("feedback--error", isError);
  line.classList.toggle("feedback--done", isDone);
}
