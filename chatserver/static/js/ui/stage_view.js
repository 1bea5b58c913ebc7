/** Shows the question on the floor with its answer so far, or what is waited for. */

import { isOver } from "./head_view.js";
import { part, setShown, setText } from "./parts.js";
import { fillAnswers, setWritten, shownLabel } from "./question_view.js";
import { say } from "./words.js";

const LONG_TEXT = 240;

export function renderStage(stage, { session, floor, counts }, mine) {
  stage.classList.toggle("stage--empty", !floor);
  setShown(part(stage, "empty"), !floor);
  setShown(part(stage, "question"), Boolean(floor));
  if (!floor) return setText(part(stage, "empty"), say(`floor.${isOver(session) ? "over" : session.state}`));
  setText(part(stage, "kind"), say(`kind.${floor.kind}`));
  setWritten(part(stage, "text"), floor.text);
  part(stage, "text").classList.toggle("stage__text--long", floor.text.length > LONG_TEXT);
  setText(part(stage, "label"), shownLabel(floor.label));
  setText(part(stage, "backing"), say("backing", { n: counts.backing[floor.id] ?? 0 }));
  setShown(part(stage, "mine"), mine);
  fillAnswers(part(stage, "answers"), floor.answers, session.office);
}
