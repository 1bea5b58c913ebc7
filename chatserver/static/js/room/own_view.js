/** Shows the reader's own questions, newest first: what became of each, why, and its receipt. */

import { outcomeOf } from "../live/outcomes.js";
import { isOver } from "../ui/head_view.js";
import { renderList } from "../ui/keyed_list.js";
import { shorten } from "../ui/news.js";
import { fromTemplate, part, setAttribute, setBusy, setShown, setText } from "../ui/parts.js";
import { fillHead } from "../ui/question_view.js";
import { readJson, say } from "../ui/words.js";

const WITHDRAW = "question.withdraw";
const WITHDRAWABLE = ["waiting", "held", "queued"];

export class OwnView {
  #messages = new Map();

  constructor(section, receiptUrl) {
    this.section = section;
    this.receiptUrl = receiptUrl;
  }

  /** cardOf(id) finds a public question: one's own, or the one into which it was merged. */
  render(own, { entries, session, cardOf }) {
    setShown(part(this.section, "empty"), own.length === 0);
    renderList(part(this.section, "list"), [...own].reverse(), {
      make: () => fromTemplate("own-item"),
      fill: (node, question) => this.#fill(node, question, { entries, session, cardOf }),
    });
  }

  settle({ op, fields }, frame) {
    if (op !== WITHDRAW) return;
    this.#messages.delete(fields.question);
    if (frame.type === "nack") this.#messages.set(fields.question, frame.message);
  }

  #fill(node, question, { entries, session, cardOf }) {
    const outcome = outcomeOfOwn(question, session, cardOf(question.id));
    fillHead(node, { ...question, state: outcome });
    setShown(part(node, "reason"), Boolean(question.reason));
    setText(part(node, "reason"), question.reason ? say(`reason.${question.reason}`) : "");
    setShown(part(node, "note"), Boolean(question.note));
    setText(part(node, "note"), question.note ?? "");
    setText(part(node, "explanation"), say(`explanation.${outcome}`));
    fillJoined(node, question.into && cardOf(question.into));
    this.#fillReceipt(part(node, "receipt"), question.receipt);
    const isGoing = entries.some(({ op, fields }) => op === WITHDRAW && fields.question === question.id);
    this.#fillWithdraw(part(node, "withdraw"), question, { isGoing, isOver: isOver(session) });
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

function outcomeOfOwn({ state, in_place_of: before }, session, card) {
  const facts = { state, chat: session.state, hasAnswers: Boolean(card?.answers.length), isSuccessor: Boolean(before) };
  return outcomeOf(readJson("words").outcome, facts);
}

function fillJoined(node, card) {
  setShown(part(node, "joined_line"), Boolean(card));
  if (!card) return;
  setText(part(node, "joined"), say("joined_with", { text: shorten(card.text) }));
  setAttribute(part(node, "joined"), "href", `#q-${card.receipt}`);
}
