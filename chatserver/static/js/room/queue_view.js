/** Shows the queue in its declared order, with a button that backs each question. */

import { inOrder } from "../live/ordering.js";
import { renderList } from "../ui/keyed_list.js";
import { fromTemplate, part, setAttribute, setShown, setText } from "../ui/parts.js";
import { fillQuestion } from "../ui/question_view.js";
import { apartWords } from "../ui/support_words.js";
import { SettledOrder } from "../ui/settled_order.js";
import { formatNumber } from "../ui/words.js";
import { fillRemoved, isRemoved, makeRemoved, removedItem, withRemoved } from "./removed_view.js";

export class QueueView {
  constructor(section, askAgain) {
    this.section = section;
    this.list = part(section, "list");
    this.order = new SettledOrder(this.list, askAgain);
  }

  /** show: {office, mayReport, isMine(id), mayBack(id), isBacked(id), isSending(id), messageFor(id)} */
  render(state, show) {
    const { cards, backing } = withRemoved(state);
    setShown(part(this.section, "empty"), state.queue.length === 0);
    const lines = this.order.settle(inOrder(cards, backing)).map((card) => (isRemoved(card) ? removedItem(card) : card));
    renderList(this.list, lines, {
      make: (card) => (isRemoved(card) ? makeRemoved() : fromTemplate("queue-item")),
      fill: (node, card) => (isRemoved(card) ? fillRemoved(node, card, show) : fillQueueItem(node, card, state.counts, show)),
    });
  }
}

function fillQueueItem(node, card, counts, show) {
  const article = part(node, "card");
  article.id = `q-${card.receipt}`;
  article.classList.toggle("question--mine", show.isMine(card.id));
  fillQuestion(node, card, { office: show.office, mayReport: show.mayReport, mine: show.isMine(card.id) });
  fillBack(part(node, "back"), part(node, "backing"), card, counts.backing[card.id] ?? 0, show);
  const apart = apartWords(counts, card.id);
  setShown(part(node, "apart"), Boolean(apart));
  setText(part(node, "apart"), apart);
  const message = show.messageFor(card.id);
  setShown(part(node, "feedback"), Boolean(message));
  setText(part(node, "feedback"), message ?? "");
}

function fillBack(button, readOnly, { id }, backing, show) {
  const may = show.mayBack(id);
  const backed = show.isBacked(id);
  setShown(button, may);
  setShown(readOnly, !may);
  for (const node of [button, readOnly]) setText(part(node, "count"), formatNumber(backing));
  button.value = id;
  setAttribute(button, "form", backed ? "unback" : "back");
  setAttribute(button, "aria-pressed", backed);
  setAttribute(button, "aria-busy", show.isSending(id));
}
