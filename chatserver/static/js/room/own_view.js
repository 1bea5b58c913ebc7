/** Shows the reader's own questions, newest first: what became of each, why, and its receipt. */

import { renderList } from "../ui/keyed_list.js";
import { fromTemplate, part, setAttribute, setBusy, setShown, setText } from "../ui/parts.js";
import { fillHead } from "../ui/question_view.js";
import { say } from "../ui/words.js";

const WITHDRAW = "question.withdraw";
const WITHDRAWABLE = ["waiting", "held", "queued"];

export class OwnView {
  #messages = new Map();

  constructor(section, receiptUrl) {
    this.section = section;
    this.receiptUrl = receiptUrl;
  }

  render(own, { entries, isOver }) {
    setShown(part(this.section, "empty"), own.length === 0);
    renderList(part(this.section, "list"), [...own].reverse(), {
      make: () => fromTemplate("own-item"),
      fill: (node, question) => this.#fill(node, question, { entries, isOver }),
    });
  }

  settle({ op, fields }, frame) {
    if (op !== WITHDRAW) return;
    this.#messages.delete(fields.question);
    if (frame.type === "nack") this.#messages.set(fields.question, frame.message);
  }

  #fill(node, question, { entries, isOver }) {
    fillHead(node, question);
    setShown(part(node, "reason"), Boolean(question.reason));
    setText(part(node, "reason"), question.reason ? say(`reason.${question.reason}`) : "");
    setShown(part(node, "note"), Boolean(question.note));
    setText(part(node, "note"), question.note ?? "");
    setText(part(node, "explanation"), say(`${isOver ? "over" : "explanation"}.${question.state}`));
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
