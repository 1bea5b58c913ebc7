/** The button under a long list that shows the rest of it; without this script the server does (templates/sessions/chats/room/_show_all.html). */

import { loadScript } from "../later_script.js";
import { part, setAttribute, setShown, setText } from "../parts.js";
import { say } from "../wording/words.js";
import { keepPlace } from "./keep_place.js";

/** Answers how many items are to be drawn now; where all are wanted, the list grows between the drawings. count: of all that belongs into the list. */
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
  const list = part(section, "list");
  list.most = () => (isPressed() ? count : 0);
  loadScript("reading").then((given) => (given ? given.growList(list, keepPlace) : list.showMore(count)));
  return Math.max(first, list.children.length);
}
