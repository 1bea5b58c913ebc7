/** Changes the page without moving what a person is reading, typing into or about to tap. */

const READING_HEIGHT = 1 / 3;

/** Runs change() and scrolls back what it shifted; focus that a moved node lost returns to it. */
export function keepPlace(change) {
  const focused = document.activeElement;
  const anchor = chooseAnchor(focused);
  const before = anchor?.getBoundingClientRect().top;
  change();
  if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  if (!anchor?.isConnected) return;
  const moved = Math.round(anchor.getBoundingClientRect().top - before);
  if (moved) scrollBy({ top: moved, behavior: "instant" });
}

/** What has focus, if it is in sight; else what stands at reading height, unless the page is still at its top. */
function chooseAnchor(focused) {
  if (focused.closest("main") && isInSight(focused)) return focused;
  if (scrollY === 0) return null;
  const seen = document.elementFromPoint(innerWidth / 2, innerHeight * READING_HEIGHT);
  return seen?.closest("main [data-id], main section, main form") ?? null;
}

function isInSight(node) {
  const { top, bottom } = node.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
