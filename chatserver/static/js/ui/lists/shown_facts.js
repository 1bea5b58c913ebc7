/** Which facts a node shows: a list is drawn with each frame, and what looks as before is to be left alone. */

let wordsCame = 0;

document.addEventListener("words", () => (wordsCame += 1)); // ui/wording/late_words.js

/** facts: all that fill() shows. Calls it only where they are others than before. */
export function fillOnce(node, facts, fill) {
  const shown = JSON.stringify([facts, wordsCame]);
  if (node.shown === shown) return;
  node.shown = shown;
  fill();
}
