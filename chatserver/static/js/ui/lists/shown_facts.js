/** Which facts a node shows: a list is drawn with each frame, and what looks as before is to be left alone. */

let wordsCame = 0;

document.addEventListener("words", () => (wordsCame += 1)); // ui/wording/late_words.js

/** facts: all that fill() shows. Calls it only where they are others than before; and with each hour, as something may be overdue then. */
export function fillOnce(node, facts, fill) {
  const shown = JSON.stringify([facts, wordsCame, Date().slice(0, 18)]);
  if (node.shown === shown) return;
  node.shown = shown;
  fill();
}
