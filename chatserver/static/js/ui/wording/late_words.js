/** Words that are seldom needed: the page brings those of what it shows, the others come when one is missing. */

import { learn, readJson } from "./words.js";

const NOT_YET = "…";
const AGAIN_MS = 30_000;
let coming = null;

/** The word; until it is here, what stands for it. The page is drawn again when the words come. */
export function sayLate(table, key, notYet = NOT_YET) {
  const word = wordFor(table, key);
  if (!word) bringWords();
  return word ?? notYet;
}

/** Calls act once the word is here, or does not come. */
export function whenKnown(table, key, act) {
  if (wordFor(table, key)) act();
  else bringWords().then(act);
}

/** changed() is called when words have come. */
export function onLateWords(changed) {
  document.addEventListener("words", changed);
}

function wordFor(table, key) {
  return readJson("words")[table]?.[key];
}

/** Once: what is missing afterwards the server does not know either. Where nothing comes, it is tried again. */
function bringWords() {
  coming ??= fetchWords();
  return coming;
}

async function fetchWords() {
  const words = await fetch(readJson("page").urls.words).then((answer) => answer.ok && answer.json()).catch(() => null);
  if (!words) return setTimeout(() => (coming = null), AGAIN_MS);
  learn(words);
  document.dispatchEvent(new Event("words"));
}
