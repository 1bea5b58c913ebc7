/** Counts down to the beginning of the chat, and then asks again for the page, which leads into the room. */

import { formatSpan } from "../ui/wording/words.js";

const AGAIN_MS = 20000;

function countDown(line) {
  const until = Date.parse(line.dataset.until);
  const show = () => {
    const left = until - Date.now();
    const text = left > 0 ? line.dataset.words.replace("{span}", formatSpan(left)) : line.dataset.now;
    if (line.textContent !== text) line.textContent = text;
    if (left > 0) setTimeout(show, 1000);
    else setTimeout(() => location.reload(), AGAIN_MS * (0.25 + Math.random())); // not everybody at once
  };
  show();
}

const line = document.getElementById("countdown");
if (line) countDown(line);
