/** What a person wrote, and when, in the page's own markup. */

import { setAttribute, setText } from "../parts.js";
import { textLanguage } from "../wording/text_language.js";
import { formatDay, formatTime, say } from "../wording/words.js";

/** What a person wrote, in whatever language; null for words that were removed or redacted. */
export function setWritten(node, text) {
  setText(node, text ?? say("words_removed"));
  setAttribute(node, "lang", textLanguage(text ?? ""));
}

export function setMoment(node, moment, withDay) {
  const at = Date.parse(moment);
  setAttribute(node, "datetime", moment);
  setText(node, withDay ? `${formatDay(at)}, ${formatTime(at)}` : formatTime(at));
}
