/** What a person wrote, and when, in the page's own markup. */

import { setAttribute, setText } from "../parts.js";
import { textLanguage } from "../wording/text_language.js";
import { formatDay, formatTime, joinWords, say } from "../wording/words.js";

/** What a person wrote, in whatever language; null for words that were removed or redacted. */
export function setWritten(node, text) {
  const words = text ?? say("words_removed");
  if (node.textContent === words) return; // with each event all that is shown would have its language looked for
  node.textContent = words;
  node.lang = textLanguage(text ?? "");
}

export function setMoment(node, moment, withDay) {
  const at = Date.parse(moment);
  setAttribute(node, "datetime", moment);
  setText(node, withDay ? joinWords([formatDay(at), formatTime(at)]) : formatTime(at));
}
