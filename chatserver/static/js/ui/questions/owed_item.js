/** Shows one item of what is owed from last time, and what the office said of it, in the page's own markup. */

import { part, setAttribute, setShown, setText } from "../parts.js";
import { formatDay } from "../wording/words.js";
import { holderName } from "./question_view.js";
import { textLanguage } from "../wording/text_language.js";

/** words: those of sessions/views/room/words/owed_words.py. card: of a complaint's question, where it is known. */
export function fillOwed(node, item, { words, office, card, stateWord }) {
  const { answer, number } = item;
  setText(part(node, "outcome"), answer ? (words.outcome[answer.outcome] ?? answer.outcome) : card ? stateWord(card.state) : words.open);
  setAttribute(part(node, "outcome"), "data-state", answer?.outcome ?? "");
  setText(part(node, "number"), number);
  write(part(node, "what"), card?.text ?? item.what);
  setText(part(node, "days"), owedDays(item, words));
  setShown(part(node, "answer"), Boolean(answer));
  if (!answer) return;
  write(part(node, "text"), answer.text);
  setText(part(node, "by"), holderName(answer.office, answer.by, office));
  setText(part(node, "moved"), answer.due_on ? onDay(words.moved, answer.due_on) : "");
}

export function owedDays({ asked_as, first_due_on, due_on }, words) {
  if (asked_as) return onDay(words.complaint, due_on);
  const first = onDay(words.promised, first_due_on);
  return due_on === first_due_on ? first : `${first} ${onDay(words.moved, due_on)}`;
}

function onDay(words, day) {
  return words.replace("{day}", formatDay(Date.parse(day)));
}

function write(node, text) {
  setText(node, text ?? "–");
  setAttribute(node, "lang", textLanguage(text ?? ""));
}
