/** Says until when the person who asked a question may not ask. */

import { formatTime, say } from "../ui/wording/words.js";

/** Empty where they may; now: the server's. */
export function pausedWords({ paused_until: until }, now) {
  const isPaused = until && Date.parse(until) > now;
  return isPaused ? say("paused_until", { time: formatTime(Date.parse(until)) }) : "";
}
