/** The words of an answer that were corrected, behind a tap (templates/sessions/chats/room/question/_answer.html). */

import { renderList } from "../lists/keyed_list.js";
import { part, setShown } from "../parts.js";
import { setMoment, setWritten } from "./written.js";

export function fillEarlier(details, { earlier = [], corrected_at }) {
  setShown(details, earlier.length > 0);
  if (!earlier.length) return;
  setMoment(details.querySelector("time"), corrected_at);
  const items = earlier.map(({ text }, index) => ({ id: index, text }));
  renderList(part(details, "earlier_words"), items, { make: makeWords, fill: (node, { text }) => setWritten(node, text) });
}

function makeWords() {
  const words = document.createElement("p");
  words.className = "answer__text";
  words.dir = "auto";
  return words;
}
