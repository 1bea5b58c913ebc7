/** Shows what has been answered or put on notice, newest first, each folded until the reader opens it. */

import { showFeedback } from "../ui/forms/feedback.js";
import { isOver } from "../ui/head_view.js";
import { renderList } from "../ui/lists/keyed_list.js";
import { shorten } from "../ui/wording/news.js";
import { fromTemplate, part, setShown } from "../ui/parts.js";
import { dueWords, fillHow, fillQuestion, owes, setState } from "../ui/questions/question_view.js";
import { setWritten } from "../ui/questions/written.js";
import { renderShowAll } from "../ui/lists/show_all.js";
import { answeredWithRemoved, fillRemoved, isRemoved, makeRemoved, removedItem } from "./removed_view.js";

const ANSWERS_SHOWN = 10;

export function renderAnswered(section, state, { isMine, mayReport, messageFor, isBacked, drawAgain }) {
  const { session } = state;
  const { office } = session;
  const answered = answeredWithRemoved(state).reverse();
  setShown(part(section, "empty"), !answered.length && !isOver(session));
  setShown(part(section, "left"), !answered.length && isOver(session));
  renderList(part(section, "list"), answered.map((card) => (isRemoved(card) ? removedItem(card) : card)), {
    first: renderShowAll(section, answered.length, ANSWERS_SHOWN, drawAgain),
    make: (card) => (isRemoved(card) ? makeRemoved() : fromTemplate("answered-item")),
    fill: (node, card) =>
      isRemoved(card)
        ? fillRemoved(node, card, { office, isMine, isBacked })
        : fillAnsweredItem(node, card, { office, mine: isMine(card.id), mayReport, message: messageFor(card.id) }),
  });
}

/** A link that leads to an answer opens it; what is behind the first of its list is there once it is drawn. */
export function openTarget(draw) {
  if (!location.hash.startsWith("#q-")) return;
  const isHere = document.querySelector(":target");
  draw();
  if (!isHere) location.replace(location.hash); // leads there once more
  const fold = document.querySelector(":target > details");
  if (fold) fold.open = true;
}

function fillAnsweredItem(node, card, { office, mine, mayReport, message }) {
  const article = part(node, "card");
  article.id = `q-${card.receipt}`;
  article.classList.toggle("question--mine", mine);
  setState(part(node, "state"), card.state);
  fillQuestion(node, card, { office, mine, mayReport });
  setWritten(part(node, "first"), firstWords(card));
  fillHow(part(node, "how"), card);
  setShown(part(node, "feedback"), Boolean(message));
  showFeedback(part(node, "feedback"), message ?? { text: "" });
}

function firstWords(card) {
  if (card.answers.length) return shorten(card.answers[0].text);
  return owes(card) ? dueWords(card) : "";
}
