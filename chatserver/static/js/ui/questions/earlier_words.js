/** The words of an answer that were corrected, behind a tap (sessions/_answer.html). */

import { renderList } from "../lists/keyed_list.js";
import { part, setAttribute, setShown, setText } from "../parts.js";
import { textLanguage } from "../wording/text_language.js";
import { formatTime, say } from "../wording/words.js";

export function fillEarlier(details, { earlier = [], corrected_at }) {
  setShown(details, earlier.length > 0);
  if (!earlier.length) return;
  const time = details.querySelector("time");
  setAttribute(time, "datetime", corrected_at);
  setText(time, formatTime(Date.parse(corrected_at)));
  const items = earlier.map(({ text }, index) => ({ id: index, text }));
  renderList(part(details, "earlier_words"), items, { make: makeWords, fill: fillWords });
}

function makeWords() {
  const words = document.createElement("p");
  words.className = "answer__text";
  words.dir = "auto";
  return words;
}

function fillWords(node, { text }) {
  setText(node, text ?? say("words_removed"));
  setAttribute(node, "lang", textLanguage(text ?? ""));
}
