/** Shows the reader's own questions, newest first: what became of each, why, and its receipt. */

import { renderList } from "../ui/keyed_list.js";
import { shorten } from "../ui/news.js";
import { fromTemplate, part, setAttribute, setBusy, setShown, setText } from "../ui/parts.js";
import { fillHead } from "../ui/question_view.js";
import { say } from "../ui/words.js";

const WITHDRAW = "question.withdraw";
const SUCCEEDS = ["waiting", "held", "queued", "withdrawn"];
const WITHDRAWABLE = ["waiting", "held", "queued"];

export class OwnView {
  #messages = new Map();

  constructor(section, receiptUrl) {
    this.section = section;
    this.receiptUrl = receiptUrl;
  }

  /** cardOf(id) finds a public question: one's own, or the one into which it was merged. */
  render(own, { entries, isOver, cardOf }) {
    setShown(part(this.section, "empty"), own.length === 0);
    renderList(part(this.section, "list"), [...own].reverse(), {
      make: () => fromTemplate("own-item"),
      fill: (node, question) => this.#fill(node, question, { entries, isOver, cardOf }),
    });
  }

  settle({ op, fields }, frame) {
    if (op !== WITHDRAW) return;
    this.#messages.delete(fields.question);
    if (frame.type === "nack") this.#messages.set(fields.question, frame.message);
  }

  #fill(node, question, { entries, isOver, cardOf }) {
    fillHead(node, question);
    setShown(part(node, "reason"), Boolean(question.reason));
    setText(part(node, "reason"), question.reason ? say(`reason.${question.reason}`) : "");
    setShown(part(node, "note"), Boolean(question.note));
    setText(part(node, "note"), question.note ?? "");
    setText(part(node, "explanation"), explain(question, { isOver, card: cardOf(question.id) }));
    fillJoined(node, question.into && cardOf(question.into));
    this.#fillReceipt(part(node, "receipt"), question.receipt);
    const isGoing = entries.some(({ op, fields }) => op === WITHDRAW && fields.question === question.id);
    this.#fillWithdraw(part(node, "withdraw"), question, { isGoing, isOver });
    const message = this.#messages.get(question.id);
    setShown(part(node, "feedback"), Boolean(message));
    setText(part(node, "feedback"), message ?? "");
  }

  #fillReceipt(link, receipt) {
    setText(link, receipt);
    setAttribute(link, "href", this.receiptUrl.replace("CODE", receipt));
  }

  #fillWithdraw(button, { id, state }, { isGoing, isOver }) {
    setShown(button, WITHDRAWABLE.includes(state) && !isOver);
    button.value = id;
    setBusy(button, isGoing);
  }
}

/** What went back to the queue with answers was not left out; the chat was only over before the rest. */
function explain({ state, in_place_of: isSuccessor }, { isOver, card }) {
  if (!isOver) return say(`${isSuccessor && SUCCEEDS.includes(state) ? "succeeded" : "explanation"}.${state}`);
  return say(`over.${state === "queued" && card?.answers.length ? "in_part" : state}`);
}

function fillJoined(node, card) {
  setShown(part(node, "joined_line"), Boolean(card));
  if (!card) return;
  setText(part(node, "joined"), say("joined_with", { text: shorten(card.text) }));
  setAttribute(part(node, "joined"), "href", `#q-${card.receipt}`);
}
