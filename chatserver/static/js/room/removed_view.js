/** Shows a public line where a moderator removed a question, and tells those who supported it. */

import { sayLate, whenKnown } from "../ui/wording/late_words.js";
import { renderList } from "../ui/lists/keyed_list.js";
import { fromTemplate, part, setShown, setText } from "../ui/parts.js";
import { fillAnswers } from "../ui/questions/question_view.js";

/** The answered cards in their order with those that were removed since, each where it stood; as sessions/log/folding/folding.py. */
export function answeredWithRemoved({ answered, removed = [] }) {
  const shown = [...answered];
  for (const card of removed.filter((each) => "after" in each).reverse()) shown.splice(shown.findIndex(({ id }) => id === card.after) + 1, 0, card);
  return shown;
}

/** A list of cards in which some were removed: template and fill are for the others, first as in keyed_list.js. */
export function renderCards(list, cards, { first, template, fill, show }) {
  renderList(list, cards.map((card) => (isRemoved(card) ? removedItem(card) : card)), {
    first,
    make: (card) => fromTemplate(isRemoved(card) ? "removed-item" : template),
    fill: (node, card) => (isRemoved(card) ? fillRemoved : fill)(node, card, show),
  });
}

function isRemoved({ state }) {
  return state === "removed";
}

/** In the list it has a key of its own, so that nothing is left of the node that held its words. */
function removedItem(card) {
  return { ...card, id: `removed-${card.id}`, question: card.id };
}

function fillRemoved(node, card, { office, isMine, isBacked }) {
  part(node, "card").id = `q-${card.receipt}`;
  setShown(part(node, "mine"), isMine(card.question));
  setText(part(node, "removed"), sayLate("removal", "line").replace("{reason}", sayLate("reason", card.reason)));
  setShown(part(node, "backed"), isBacked(card.question));
  fillAnswers(part(node, "answers"), card.answers, office);
}

/** isBacked(id): whether the reader supports it. Its author is told by a note. */
export function tellRemoved(announcer, { type, id, reason }, isBacked) {
  if (type !== "question.removed" || !isBacked(id)) return;
  whenKnown("removal", "backed", () => announcer.tell(sayLate("removal", "backed").replace("{reason}", sayLate("reason", reason))));
}
