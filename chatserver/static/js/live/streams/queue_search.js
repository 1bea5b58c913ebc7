/** What a reader wants to see of the queue; as sessions/log/folding/queue_search.py and sessions/platform/text/search_words.py. */

import { byText } from "../../ordering/by_text.js";

const MOST_WORDS = 8;
const MAX_LENGTH = 40;
const ZEROS = "0٠۰०০";

/** ordered: the queue in its declared order. search: {words, kind, order}, each blank where nothing is asked. */
export function searchQueue(ordered, { words, kind, order }) {
  const beginnings = foldedWords(words).slice(0, MOST_WORDS);
  const found = ordered.filter((card) => (!kind || card.kind === kind) && hasAll(card.text ?? "", beginnings));
  return order ? found.sort(oldestFirst).reverse() : found;
}

/** Without case, with ASCII digits and without the joiners that only shape letters. */
export function foldedWords(text) {
  const folded = text.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC").replace(/\p{Nd}/gu, asciiDigit);
  const found = folded.match(/[\p{L}\p{N}\p{M}\u200c\u200d]+/gu) ?? [];
  return found.map((word) => Array.from(word.replace(/[\u200c\u200d]/g, "")).slice(0, MAX_LENGTH).join("")).filter(Boolean);
}

function oldestFirst(a, b) {
  return byText(a.asked_at, b.asked_at) || byText(a.id, b.id);
}

function hasAll(text, beginnings) {
  if (!beginnings.length) return true;
  const words = foldedWords(text);
  return beginnings.every((beginning) => words.some((word) => word.startsWith(beginning)));
}

function asciiDigit(digit) {
  const code = digit.codePointAt(0);
  const zero = Array.from(ZEROS, (each) => each.codePointAt(0)).find((each) => code >= each && code < each + 10);
  return zero === undefined ? digit : String(code - zero);
}
