/** Shows the queue in its declared order, or what the reader wants to see of it, with a button that supports each. */

import { insertRemoved } from "../order/queue_order.js";
import { showFeedback } from "../ui/forms/feedback.js";
import { isOver } from "../ui/head_view.js";
import { renderList } from "../ui/lists/keyed_list.js";
import { fromTemplate, part, setAttribute, setShown, setText } from "../ui/parts.js";
import { fillQuestion, nameAfter } from "../ui/questions/question_view.js";
import { SettledOrder } from "../ui/lists/settled_order.js";
import { renderShowAll } from "../ui/lists/show_all.js";
import { apartWords } from "../ui/wording/support_words.js";
import { formatNumber } from "../ui/wording/words.js";
import { QueueFinder } from "./queue_finder.js";
import { fillRemoved, isRemoved, makeRemoved, removedItem } from "./removed_view.js";

const QUEUE_SHOWN = 12;

export class QueueView {
  constructor(section, askAgain) {
    Object.assign(this, { section, askAgain, list: part(section, "list") });
    this.order = new SettledOrder(this.list, askAgain);
    this.finder = new QueueFinder(section, () => {
      this.order.forget();
      askAgain();
    });
  }

  /** ordered: the waiting questions in their declared order. show: {office, mayReport, isMine(id), mayBack(id), isBacked(id), isSending(id), messageFor(id)} */
  render(state, ordered, show) {
    const { session, queue, counts } = state;
    const over = isOver(session);
    setShown(part(this.section, "empty"), !queue.length && !over);
    setShown(part(this.section, "left"), !queue.length && over);
    this.finder.render(queue.length > 0);
    const lines = this.#linesOf(state, ordered);
    if (!lines) return;
    setShown(part(this.section, "none"), queue.length > 0 && !lines.length);
    renderList(this.list, this.order.settle(lines).map((card) => (isRemoved(card) ? removedItem(card) : card)), {
      first: renderShowAll(this.section, lines.length, QUEUE_SHOWN, this.askAgain),
      make: (card) => (isRemoved(card) ? makeRemoved() : fromTemplate("queue-item")),
      fill: (node, card) => (isRemoved(card) ? fillRemoved(node, card, show) : fillQueueItem(node, card, counts, show)),
    });
  }

  /**
   * What was removed leaves a line where it stood in the declared order; it has no words to be found by.
   * Null while the search is not here yet: what the server found, or what is shown, stays.
   */
  #linesOf(state, ordered) {
    return this.finder.isAsked ? this.finder.find(ordered) : insertRemoved(ordered, state);
  }
}

/** A long queue is drawn with each frame: what looks as before is left alone; answers may still wait for words that come late. */
function fillQueueItem(node, card, counts, show) {
  const { id } = card;
  const apart = apartWords(counts, id);
  const message = show.messageFor(id);
  const seen = JSON.stringify([card, counts.backing[id], apart, message, show, show.isMine(id), show.mayBack(id), show.isBacked(id), show.isSending(id)]);
  if (node.seen === seen && !card.answers.length) return;
  node.seen = seen;
  const article = part(node, "card");
  article.id = `q-${card.receipt}`;
  article.classList.toggle("question--mine", show.isMine(card.id));
  fillQuestion(node, card, { office: show.office, mayReport: show.mayReport, mine: show.isMine(card.id) });
  fillBack(part(node, "back"), part(node, "backing"), card, counts.backing[card.id] ?? 0, show);
  setShown(part(node, "apart"), Boolean(apart));
  setText(part(node, "apart"), apart);
  setShown(part(node, "feedback"), Boolean(message));
  showFeedback(part(node, "feedback"), message ?? { text: "" });
}

function fillBack(button, readOnly, { id, text }, backing, show) {
  const may = show.mayBack(id);
  const backed = show.isBacked(id);
  setShown(button, may);
  setShown(readOnly, !may);
  for (const node of [button, readOnly]) setText(part(node, "count"), formatNumber(backing));
  button.value = id;
  nameAfter(button, text);
  setAttribute(button, "form", backed ? "unback" : "back");
  setAttribute(button, "aria-pressed", backed);
  setAttribute(button, "aria-busy", show.isSending(id));
}
