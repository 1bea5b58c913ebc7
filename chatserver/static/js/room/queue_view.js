/** Shows the queue in its declared order, but never reorders it under a hand: it waits until the list is left alone. */

import { inOrder } from "../live/ordering.js";
import { renderList } from "../ui/keyed_list.js";
import { fromTemplate, part, setAttribute, setShown, setText } from "../ui/parts.js";
import { fillQuestion } from "../ui/question_view.js";
import { formatNumber } from "../ui/words.js";

const LEFT_ALONE_MS = 5000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "focusin"];

export class QueueView {
  #touchedAt = -Infinity;
  #shown = [];

  /** askAgain() has the queue drawn once more when the hand is gone. */
  constructor(section, askAgain) {
    this.section = section;
    this.list = part(section, "list");
    for (const touch of TOUCHES) this.list.addEventListener(touch, () => this.#touch(askAgain), { passive: true });
  }

  /** show: {office, isMine(id), mayBack(id), isBacked(id), isSending(id), messageFor(id)} */
  render({ queue, counts }, show) {
    const cards = this.#settle(inOrder(queue, counts.backing));
    setShown(part(this.section, "empty"), cards.length === 0);
    renderList(this.list, cards, {
      make: () => fromTemplate("queue-item"),
      fill: (node, card) => fillQueueItem(node, card, counts.backing[card.id] ?? 0, show),
    });
  }

  /** While a hand is on the list, what is shown keeps its order and what is new goes to the end. */
  #settle(wanted) {
    const byId = new Map(wanted.map((card) => [card.id, card]));
    const kept = this.#shown.filter((id) => byId.has(id));
    const isBusy = Date.now() - this.#touchedAt < LEFT_ALONE_MS;
    const ids = new Set(isBusy ? [...kept, ...byId.keys()] : byId.keys());
    this.#shown = [...ids];
    return this.#shown.map((id) => byId.get(id));
  }

  #touch(askAgain) {
    this.#touchedAt = Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(askAgain, LEFT_ALONE_MS);
  }
}

function fillQueueItem(node, card, backing, show) {
  const article = part(node, "card");
  article.id = `q-${card.receipt}`;
  article.classList.toggle("question--mine", show.isMine(card.id));
  fillQuestion(node, card, { office: show.office, mine: show.isMine(card.id) });
  fillBack(part(node, "back"), part(node, "backing"), card, backing, show);
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
