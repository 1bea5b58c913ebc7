/** Shows the queue in its declared order, or what the reader wants to see of it, with a button that supports each. */

import { insertRemoved } from "../ordering/queue_order.js";
import { isOver } from "../ui/head_view.js";
import { part, setAttribute, setLine, setShown, setText } from "../ui/parts.js";
import { fillQuestion, nameAfter } from "../ui/questions/question_view.js";
import { SettledOrder } from "../ui/lists/settled_order.js";
import { renderShowAll } from "../ui/lists/show_all.js";
import { fillOnce } from "../ui/lists/shown_facts.js";
import { apartWords } from "../ui/wording/support_words.js";
import { formatNumber } from "../ui/wording/words.js";
import { QueueFinder } from "./queue_finder.js";
import { renderCards } from "./removed_view.js";

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
    renderCards(this.list, this.order.settle(lines), {
      first: renderShowAll(this.section, lines.length, QUEUE_SHOWN, this.askAgain),
      template: "queue-item",
      fill: fillQueueItem,
      show: { ...show, counts },
    });
    this.list.passOver?.(); // ui/lists/growing_list.js
  }

  /**
   * What was removed leaves a line where it stood in the declared order; it has no words to be found by.
   * Null while the search is not here yet: what the server found, or what is shown, stays.
   */
  #linesOf(state, ordered) {
    return this.finder.isAsked ? this.finder.find(ordered) : insertRemoved(ordered, state);
  }
}

/** Its support changes more often than its words. */
function fillQueueItem(node, card, show) {
  const { id } = card;
  const { counts, office, mayReport } = show;
  const mine = show.isMine(id);
  const apart = apartWords(counts, id);
  const message = show.messageFor(id);
  fillOnce(node, [card, office, mayReport, mine, apart, message], () => {
    node.isDrawn = false; // ui/lists/far_items.js
    fillQuestion(node, card, { office, mayReport, mine, message });
    setLine(part(node, "apart"), apart);
  });
  const support = [counts.backing[id] ?? 0, show.mayBack(id), show.isBacked(id), show.isSending(id), card.text];
  const button = part(node, "back");
  fillOnce(button, support, () => fillBack(button, part(node, "backing"), card, support));
}

function fillBack(button, readOnly, { id, text }, [backing, may, backed, isSending]) {
  setShown(button, may);
  setShown(readOnly, !may);
  for (const node of [button, readOnly]) setText(part(node, "count"), formatNumber(backing));
  button.value = id;
  nameAfter(button, text);
  setAttribute(button, "form", backed ? "unback" : "back");
  setAttribute(button, "aria-pressed", backed);
  setAttribute(button, "aria-busy", isSending);
}
