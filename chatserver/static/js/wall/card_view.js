/** Shows the question on the wall and its answer, each text in its own language. */

import { renderList } from "../ui/lists/keyed_list.js";
import { fromTemplate, part, setShown, setText } from "../ui/parts.js";
import { holderName, shownLabel } from "../ui/questions/question_view.js";
import { setWritten } from "../ui/questions/written.js";
import { say } from "../ui/wording/words.js";

export function renderCard(stage, { card, isNow }, { session, counts }) {
  setShown(part(stage, "card"), card !== null);
  setShown(part(stage, "empty"), card === null);
  if (card === null) return;
  setText(part(stage, "state"), say(`wall.${isNow ? "now" : card.state === "on_notice" ? "on_notice" : "answered"}`));
  setWritten(part(stage, "text"), card.text);
  setText(part(stage, "label"), shownLabel(card.label));
  setText(part(stage, "backing"), isNow ? say("backing", { n: counts.backing[card.id] ?? 0 }) : "");
  const names = card.answers.map(({ office, by }) => holderName(office, by, session.office));
  const items = card.answers.map(({ text, earlier }, id) => ({ id, text, earlier, by: names[id] === names[id - 1] ? "" : names[id] }));
  renderList(part(stage, "answers"), items, { make: () => fromTemplate("wall-answer"), fill: fillPart });
}

function fillPart(node, { text, by, earlier = [] }) {
  setText(part(node, "by"), by);
  setWritten(part(node, "text"), text);
  setShown(part(node, "corrected"), earlier.length > 0);
}
