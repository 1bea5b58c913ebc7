/** Shows one item of what is owed from last time, and what the office said of it, in the page's own markup. */

import { part, setAttribute, setShown, setText } from "../parts.js";
import { formatDay } from "../wording/words.js";
import { holderName } from "./question_view.js";
import { textLanguage } from "../wording/text_language.js";

/** words: those of sessions/chats/pages/room/words/owed_words.py. card: of a complaint's question, where it is known. */
export function fillOwed(node, item, { words, office, card, stateWord }) {
  const { answer, now, number } = item;
  setText(part(node, "outcome"), outcomeWord(item, words) ?? (card ? stateWord(card.state) : words.open));
  setAttribute(part(node, "outcome"), "data-state", now?.state ?? answer?.outcome ?? "");
  setText(part(node, "number"), number);
  write(part(node, "what"), card?.text ?? item.what);
  setText(part(node, "days"), owedDays(item, words));
  setText(part(node, "elsewhere"), now ? words.elsewhere : "");
  setShown(part(node, "elsewhere"), Boolean(now));
  setShown(part(node, "answer"), Boolean(answer));
  if (!answer) return;
  write(part(node, "text"), answer.text);
  setText(part(node, "by"), holderName(answer.office, answer.by, office));
  setText(part(node, "moved"), answer.due_on ? onDay(words.moved, answer.due_on) : "");
}

/** What stands of it by now: here, or since then elsewhere; undefined where the office has not spoken. */
export function outcomeWord({ answer, now }, words) {
  if (now) return words.state[now.state] ?? now.state;
  return answer ? (words.outcome[answer.outcome] ?? answer.outcome) : undefined;
}

export function owedDays({ asked_as, first_due_on, now, ...item }, words) {
  const due_on = now?.due_on ?? item.due_on;
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
