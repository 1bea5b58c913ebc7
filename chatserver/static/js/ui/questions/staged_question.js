/** Fills a stage's markup with one question, large, and the parts of its answer. */

import { part, setShown, setText } from "../parts.js";
import { fillAnswers, fillHow, shownLabel } from "./question_view.js";
import { setWritten } from "./written.js";
import { say } from "../wording/words.js";

/** backing: null where it is no longer counted. */
export function fillStaged(stage, card, { backing, mine, office }) {
  const { kind, text, label, answers } = card;
  setText(part(stage, "kind"), say(`kind.${kind}`));
  setWritten(part(stage, "text"), text);
  setText(part(stage, "label"), shownLabel(label));
  setText(part(stage, "backing"), backing === null ? "" : say("backing", { n: backing }));
  setShown(part(stage, "mine"), mine);
  fillHow(part(stage, "how"), card);
  fillAnswers(part(stage, "answers"), answers, office);
}
