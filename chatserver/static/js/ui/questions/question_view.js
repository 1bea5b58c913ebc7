/** Shows a public question, its answers and its moments in the page's own markup.

   The markup is templates/sessions/chats/room/question/_question.html. */

import { showFeedback } from "../forms/feedback.js";
import { fillEarlier } from "./earlier_words.js";
import { renderList } from "../lists/keyed_list.js";
import { sayLate } from "../wording/late_words.js";
import { shorten } from "../wording/news.js";
import { fromTemplate, part, setAttribute, setLine, setShown, setText } from "../parts.js";
import { cityDate, formatDay, say } from "../wording/words.js";
import { setMoment, setWritten } from "./written.js";

const LONGEST_NAME = 60;
const PLAIN_LABEL = /^Resident, ward (\d+)$/;

/** message: what became of the reader's own act on it. */
export function fillQuestion(node, card, { office, mine, mayReport, message }) {
  const article = part(node, "card");
  article.id = `q-${card.receipt}`;
  article.classList.toggle("question--mine", mine);
  fillHead(node, card);
  fillUnited(node, card.united);
  setShown(part(node, "mine"), mine);
  setText(part(node, "label"), shownLabel(card.label));
  setMoment(node.querySelector("time"), card.asked_at);
  fillReport(part(node, "report"), card, mayReport && !mine);
  fillAnswers(part(node, "answers"), card.answers, office);
  setShown(part(node, "feedback"), Boolean(message));
  showFeedback(part(node, "feedback"), message ?? { text: "" });
}

/** What it stands for once others were merged with it. */
function fillUnited(node, { asked, words } = {}) {
  const said = [words, asked > 1 && say("asked", { n: asked })];
  setLine(part(node, "united"), said.filter(Boolean).join(" "));
}

/** Kind, state and words: what a reader's own question has too. */
export function fillHead(node, { kind, state, text }) {
  setText(part(node, "kind"), say(`kind.${kind}`));
  setState(part(node, "state"), state);
  setWritten(part(node, "text"), text);
}

export function setState(tag, state) {
  if (!tag) return;
  setAttribute(tag, "data-state", state);
  setText(tag, sayLate("state", state));
}

export function fillAnswers(list, answers, office) {
  const items = answers.map((answer, index) => ({ ...answer, id: index }));
  renderList(list, items, { make: () => fromTemplate("answer-item"), fill: (node, answer) => fillAnswer(node, answer, office) });
}

export function owes({ state }) {
  return state === "on_notice";
}

export function dueWords({ due_on }) {
  return sayLate("owed", due_on < cityDate() ? "overdue" : "due").replace("{day}", formatDay(Date.parse(due_on)));
}

/** A button says to those who hear the page which question it acts on. */
export function nameAfter(button, text) {
  setWritten(part(button, "what"), `: ${shorten(text, LONGEST_NAME)}`);
}

export function shownLabel(label) {
  const plain = PLAIN_LABEL.exec(label);
  return plain ? say("label", { ward: Number(plain[1]) }) : (label ?? "");
}

/** The log names the holder in English; the name in the reader's language may be known of the office that hosts. */
export function holderName(kind, name, office) {
  const { lang } = document.documentElement;
  const shown = (name === office.name_en && (office.names?.[lang] || office[`name_${lang}`])) || name;
  return `${sayLate("office", kind, "")} ${shown}`.trim();
}

function fillReport(button, { id, text }, may) {
  if (!button) return;
  setShown(button, may);
  button.value = id;
  nameAfter(button, text);
}

/** A written answer comes on a later day than the chat, so its day stands before its time. */
function fillAnswer(node, answer, office) {
  setWritten(part(node, "text"), answer.text);
  setText(part(node, "by"), holderName(answer.office, answer.by, office));
  setMoment(node.querySelector("time"), answer.at, answer.written);
  fillEarlier(part(node, "earlier"), answer);
}

/** How a question was taken, where it was not simply the next: by lot, or before its turn. */
export function fillHow(line, { by_lot, override }) {
  const turn = override && sayLate("how", "override").replace("{reason}", sayLate("override", override));
  setLine(line, turn || (by_lot && sayLate("how", "by_lot")));
}
