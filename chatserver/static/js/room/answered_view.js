/** Shows what has been answered or put on notice, newest first, each folded until the reader opens it. */

import { isOver } from "../ui/head_view.js";
import { shorten } from "../ui/wording/news.js";
import { part, setLine, setShown } from "../ui/parts.js";
import { dueWords, fillHow, fillQuestion, owes, setState } from "../ui/questions/question_view.js";
import { setWritten } from "../ui/questions/written.js";
import { renderShowAll } from "../ui/lists/show_all.js";
import { fillOnce } from "../ui/lists/shown_facts.js";
import { answeredWithRemoved, renderCards } from "./removed_view.js";

const ANSWERS_SHOWN = 10;

/** show: {office, isMine(id), mayReport, messageFor(id), isBacked(id)} */
export function renderAnswered(section, state, show, drawAgain) {
  const { session } = state;
  const answered = answeredWithRemoved(state).reverse();
  setShown(part(section, "empty"), !answered.length && !isOver(session));
  setShown(part(section, "left"), !answered.length && isOver(session));
  renderCards(part(section, "list"), answered, {
    first: renderShowAll(section, answered.length, ANSWERS_SHOWN, drawAgain),
    template: "answered-item",
    fill: fillAnsweredItem,
    show,
  });
}

function fillAnsweredItem(node, card, { office, isMine, mayReport, messageFor }) {
  const mine = isMine(card.id);
  const message = messageFor(card.id);
  const due = owes(card) && dueWords(card); // overdue from midnight on
  fillOnce(node, [card, office, mine, mayReport, message, due], () => {
    setState(part(node, "state"), card.state);
    fillQuestion(node, card, { office, mine, mayReport, message });
    setWritten(part(node, "first"), card.answers.length ? shorten(card.answers[0].text) : due || "");
    setLine(part(node, "due"), due);
    fillHow(part(node, "how"), card);
  });
}
