/** The button under a long list that shows the rest of it; without this script the server does (templates/sessions/room/_show_all.html). */

import { part, setAttribute, setShown, setText } from "../parts.js";
import { say } from "../wording/words.js";

const MORE_A_FRAME = 6;

/** Answers how many items are to be drawn now: the first, or all, some more with each frame. count: of all that belongs into the list. */
export function renderShowAll(section, count, first, drawAgain) {
  const button = section.lastElementChild; // to search for it would be a way through all of the list
  const isPressed = () => button.getAttribute("aria-pressed") === "true";
  setShown(button, count > first);
  setText(button, say("all", { n: count }));
  button.onclick = (event) => {
    event.preventDefault();
    setAttribute(button, "aria-pressed", !isPressed());
    drawAgain();
  };
  if (!isPressed()) return first;
  const most = part(section, "list").children.length + MORE_A_FRAME;
  if (most < count) drawAgain();
  return most;
}
