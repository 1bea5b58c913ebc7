/** Pages on which words of residents and offices stand outside of a chat and its record: reads them aloud. */

import { ReadAloud } from "../ui/read_aloud/read_aloud.js";

const main = document.getElementById("main");
const words = document.getElementById("aloud").dataset;

/** The line above a text that says what it is. Earlier words have none. */
function lineAbove(text) {
  if (text.closest("details, .notice")) return null;
  const isAbove = (line) => line.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...main.querySelectorAll("[data-aloud=line]")].filter(isAbove).at(-1) ?? null;
}

if ("speechSynthesis" in globalThis) new ReadAloud(words, main, lineAbove);
