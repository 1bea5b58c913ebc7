/** Shows the question on the floor with its answer so far, or what is waited for. */

import { isOver } from "../head_view.js";
import { part, setShown, setText } from "../parts.js";
import { fillStaged } from "./staged_question.js";
import { say } from "../wording/words.js";

const LONG_TEXT = 240;

export function renderStage(stage, { session, floor, counts }, mine) {
  stage.classList.toggle("stage--empty", !floor);
  setShown(part(stage, "empty"), !floor);
  setShown(part(stage, "question"), Boolean(floor));
  if (!floor) return setText(part(stage, "empty"), say(`floor.${isOver(session) ? "over" : session.state}`));
  part(stage, "text").classList.toggle("stage__text--long", floor.text.length > LONG_TEXT);
  fillStaged(stage, floor, { backing: counts.backing[floor.id] ?? 0, mine, office: session.office });
}
