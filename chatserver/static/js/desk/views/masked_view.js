/** Shows which words of the selected question are hidden from the public; as moderation/questions/masking/masked_words.py. */

import { isUndecided } from "../../live/streams/folding_desk.js";
import { renderList } from "../../ui/lists/keyed_list.js";
import { fromTemplate, part, setShown, setText } from "../../ui/parts.js";
import { joinWords, readJson } from "../../ui/wording/words.js";
import { isLeftBy } from "../groups.js";

/** The words with a <mark> around each hidden piece. Places count code points. */
export function fillMarked(node, { text, masked = [] }) {
  const letters = [...text];
  const pieces = piecesOf(letters, masked);
  const known = [...node.childNodes].map((child) => `${child.nodeName}${child.textContent}`).join();
  if (known === pieces.map((child) => `${child.nodeName}${child.textContent}`).join()) return;
  node.replaceChildren(...pieces);
}

export function renderMasked(section, question, { me, isOver }) {
  const { text, masked = [] } = question;
  const letters = [...text];
  setShown(part(section, "masked_part"), masked.length > 0);
  const isOpen = !isOver && isUndecided(question) && !question.pending && !isLeftBy(me, question);
  const places = masked.map(({ start, end, checks }) => ({ id: start, words: letters.slice(start, end).join(""), checks }));
  renderList(part(section, "masked"), places, { make: () => fromTemplate("masked-item"), fill: (node, place) => fill(node, place, isOpen) });
}

function fill(node, { id, words, checks }, isOpen) {
  const { data, checks: kinds } = readJson("words");
  setText(part(node, "words"), words);
  setText(part(node, "kind"), joinWords([...new Set(checks.map((check) => data[kinds[check]]))]));
  const form = node.querySelector("form");
  if (!form) return;
  form.elements.start.value = id;
  setShown(form, isOpen);
}

function piecesOf(letters, masked) {
  const pieces = [];
  let at = 0;
  for (const { start, end } of masked) {
    if (start > at) pieces.push(plain(letters.slice(at, start)));
    const mark = document.createElement("mark");
    mark.textContent = letters.slice(start, end).join("");
    pieces.push(mark);
    at = end;
  }
  if (at < letters.length) pieces.push(plain(letters.slice(at)));
  return pieces;
}

function plain(letters) {
  return document.createTextNode(letters.join(""));
}
