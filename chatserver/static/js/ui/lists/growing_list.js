/** Shows the rest of a long list some items at a time: 300 at once would stop a slow phone. */

import { passOverFar } from "./far_items.js";

const MORE_A_FRAME = 4;

/** In tasks between the drawings, each of which has all else on the page to look at. keepPlace: of the room's script, which knows how far it scrolled. */
export function growList(list, keepPlace) {
  if (list.closest("#queue")) list.passOver = () => passOverFar(list); // the others stay short, or are folded
  list.growing ??= requestAnimationFrame(() => setTimeout(() => {
    list.growing = null;
    const shown = list.children.length;
    if (shown >= list.most()) return;
    keepPlace(() => list.showMore(shown + MORE_A_FRAME));
    list.passOver?.();
    growList(list, keepPlace);
  }));
}
