/** Shows the queue to the person who answers, in its order, each with a button that takes it. */

import { isLotNext } from "../ordering/lot.js";
import { queueInOrder } from "../ordering/queue_order.js";
import { isOver } from "../ui/head_view.js";
import { renderList } from "../ui/lists/keyed_list.js";
import { fromTemplate, part, setBusy, setShown, setText } from "../ui/parts.js";
import { nameAfter, shownLabel } from "../ui/questions/question_view.js";
import { setWritten } from "../ui/questions/written.js";
import { SettledOrder } from "../ui/lists/settled_order.js";
import { formatNumber, say } from "../ui/wording/words.js";

const TAKE = "question.take";

export class NextView {
  constructor(section, askAgain) {
    this.section = section;
    this.list = part(section, "list");
    this.waiting = document.querySelector(".statusbar__waiting");
    this.order = new SettledOrder(this.list, askAgain);
  }

  render(state, entries) {
    const { session, floor, queue, counts } = state;
    const mayTake = session.state === "live" && !floor;
    const takeNext = part(document, "take_next");
    if (takeNext) takeNext.disabled = !mayTake || queue.length === 0;
    if (takeNext) setBusy(takeNext, entries.some(({ op }) => op === TAKE));
    setShown(part(this.section, "empty"), queue.length === 0);
    setShown(part(this.section, "by_lot"), queue.length > 0 && isLotNext(state));
    for (const node of [this.section, this.waiting]) setShown(node, !isOver(session));
    renderList(this.list, this.order.settle(queueInOrder(state)), {
      make: () => fromTemplate("next-item"),
      fill: (node, card) => fillNext(node, card, { backing: counts.backing[card.id] ?? 0, mayTake, isOver: isOver(session) }),
    });
  }
}

function fillNext(node, card, { backing, mayTake, isOver: over }) {
  setText(part(node, "kind"), say(`kind.${card.kind}`));
  setWritten(part(node, "text"), card.text);
  setText(part(node, "count"), formatNumber(backing));
  setText(part(node, "label"), shownLabel(card.label));
  const button = part(node, "take");
  if (!button) return;
  setShown(button, !over);
  button.value = card.id;
  nameAfter(button, card.text);
  button.disabled = !mayTake;
}
