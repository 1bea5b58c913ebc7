/** Shows the reader's own questions: where each stands, what became of it and why, its answer and its receipt. */

import { ownInOrder, placesIn } from "../../live/own/own_order.js";
import { publicCards } from "../../live/own/own_questions.js";
import { outcomeOf } from "../../live/own/outcomes.js";
import { policyOf } from "../../ordering/policies.js";
import { isOver } from "../../ui/head_view.js";
import { renderList } from "../../ui/lists/keyed_list.js";
import { sayLate } from "../../ui/wording/late_words.js";
import { shorten } from "../../ui/wording/news.js";
import { fromTemplate, part, setAttribute, setBusy, setLine, setShown, setText } from "../../ui/parts.js";
import { dueWords, fillAnswers, fillHead, nameAfter } from "../../ui/questions/question_view.js";
import { renderShowAll } from "../../ui/lists/show_all.js";
import { supportWords } from "../../ui/wording/support_words.js";
import { formatOrdinal, joinWords, readJson, say } from "../../ui/wording/words.js";

const WITHDRAW = "question.withdraw";
const APPEAL = "question.appeal";
const WITHDRAWABLE = ["waiting", "held", "queued"];
const RULED = [...WITHDRAWABLE, "on_floor", "withdrawn"];
const REPHRASABLE = ["declined", "removed"];
const OWN_SHOWN = 3;

export class OwnView {
  #messages = new Map();

  /** rewrite(question, link) puts the words of one that was not accepted back into the form; the link does so, too. */
  constructor(section, receiptUrl, rewrite) {
    Object.assign(this, { section, receiptUrl, own: [] });
    section.addEventListener("click", (event) => {
      const link = event.target.closest("[data-part=rephrase]");
      const question = link && this.own.find(({ id }) => id === link.closest("[data-id]").dataset.id);
      if (!question) return;
      event.preventDefault();
      rewrite(question, link);
    });
  }

  render(own, { entries, state, ordered, mayRephrase, drawAgain }) {
    this.own = own;
    setShown(this.section, own.length > 0);
    const places = own.length ? placesIn(state, ordered) : new Map(); // of a long queue that takes a while
    const cards = publicCards(state);
    renderList(part(this.section, "list"), ownInOrder(own, places), {
      make: () => fromTemplate("own-item"),
      fill: (node, question) => this.#fill(node, question, { entries, state, cards, places, mayRephrase }),
      first: renderShowAll(this.section, own.length, OWN_SHOWN, drawAgain),
    });
  }

  settle({ op, fields }, frame) {
    if (op !== WITHDRAW && op !== APPEAL) return;
    this.#messages.delete(fields.question);
    if (frame.type === "nack") this.#messages.set(fields.question, frame.message);
  }

  #fill(node, question, { entries, state, cards, places, mayRephrase }) {
    const { session } = state;
    const card = cards.get(question.id);
    const outcome = outcomeOfOwn(question, session, card);
    fillHead(node, { ...question, state: outcome });
    fillPlace(part(node, "place"), question.id, state, places);
    fillAnswers(part(node, "answers"), card?.answers ?? [], session.office);
    setLine(part(node, "reason"), question.reason && sayLate("reason", question.reason));
    setLine(part(node, "note"), question.note);
    const due = outcome === "on_notice" ? ` ${dueWords(question)}` : "";
    setText(part(node, "explanation"), sayLate("explanation", outcome) + due);
    fillJoined(node, question.into && cards.get(question.into));
    const receipt = part(node, "receipt");
    setText(receipt, question.receipt);
    setAttribute(receipt, "href", this.receiptUrl.replace("CODE", question.receipt));
    const isGoing = (wanted) => entries.some(({ op, fields }) => op === wanted && fields.question === question.id);
    this.#fillWithdraw(part(node, "withdraw"), question, { isGoing: isGoing(WITHDRAW), isOver: isOver(session) });
    fillAppeal(node, question, isGoing(APPEAL));
    fillRephrase(part(node, "rephrase"), question, mayRephrase && REPHRASABLE.includes(question.state));
    setLine(part(node, "feedback"), this.#messages.get(question.id));
  }

  #fillWithdraw(button, { id, state, text }, { isGoing, isOver }) {
    setShown(button, WITHDRAWABLE.includes(state) && !isOver);
    button.value = id;
    nameAfter(button, text);
    setBusy(button, isGoing);
  }
}

function outcomeOfOwn({ state, in_place_of: before }, session, card) {
  const facts = { state, chat: session.state, hasAnswers: Boolean(card?.answers.length), isSuccessor: Boolean(before) };
  // Most questions of a live chat need no rules: these come late, too. Some rule has answers alone, of a question that waits.
  const isRuled = RULED.includes(state) && (isOver(session) || facts.isSuccessor || (facts.hasAnswers && state === "queued"));
  return isRuled && sayLate("outcome", 0, null) ? outcomeOf(readJson("words").outcome, facts) : state;
}

function fillJoined(node, card) {
  setShown(part(node, "joined_line"), Boolean(card?.text));
  if (!card?.text) return;
  setText(part(node, "joined"), say("joined_with", { text: shorten(card.text) }));
  setAttribute(part(node, "joined"), "href", `#q-${card.receipt}`);
}

function fillPlace(line, id, state, places) {
  const found = places.get(id);
  if (!found) return setLine(line);
  const { place, why } = found;
  const isNext = place === 1 && state.session.state === "live";
  const where = isNext ? say("own.next") : say("own.place", { nth: formatOrdinal(place), n: places.size });
  const support = policyOf(state.session).shows_support ? [supportWords(state.counts, id)] : [];
  setLine(line, joinWords([where, ...why.map((each) => sayLate("why", each)), ...support], " · "));
}

/** A refusal can be appealed once; then the line says where the appeal stands. */
function fillAppeal(node, { id, state, text, appeal }, isGoing) {
  const button = part(node, "appeal");
  setShown(button, REPHRASABLE.includes(state) && !appeal);
  button.value = id;
  nameAfter(button, text);
  setBusy(button, isGoing);
  setLine(part(node, "appealed"), appeal && sayLate("appeal", appeal));
}

function fillRephrase(link, { id, text }, isShown) {
  setShown(link, isShown);
  setAttribute(link, "href", `?rephrase=${id}#ask`);
  nameAfter(link, text);
}
