/** Changes the page without moving what a person is reading, typing into or about to tap. */

const READING_HEIGHT = 1 / 3;
let kept = 0;

/** Runs change() and scrolls back what it shifted; focus that a moved node lost returns to it, or to the receipt beside it if it is gone. */
export function keepPlace(change) {
  const focused = document.activeElement;
  const anchor = chooseAnchor(focused);
  // Where the anchor itself goes, as a question does that is taken, what is after it or around it has to do.
  const nodes = anchor ? [anchor, anchor.nextElementSibling, anchor.closest("section")] : [];
  const anchors = nodes.filter(Boolean).map((node) => [node, topOf(node)]);
  change();
  const receipt = focused.hidden && focused.closest("li")?.querySelector("[data-part=receipt]");
  if (receipt) return receipt.focus();
  if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  const [held, before] = anchors.find(([node]) => node.getClientRects().length) ?? [];
  const moved = held ? Math.round(topOf(held) - before) : 0;
  if (!moved) return;
  const from = scrollY;
  scrollBy({ top: moved, behavior: "instant" });
  kept += scrollY - from;
}

/** How far the page was scrolled here, all in all: by no hand. */
export function keptBy() {
  return kept;
}

/**
 * What has focus, if it is in sight; else what stands at reading height, unless the page is still at its top. The button
 * that shows all of a list goes down with its end: what the reader wants to see is above it.
 */
function chooseAnchor(focused) {
  if (focused.closest("main") && focused.name !== "all" && isOnScreen(focused)) return focused;
  if (scrollY === 0) return null;
  const seen = document.elementFromPoint(innerWidth / 2, innerHeight * READING_HEIGHT);
  return seen?.closest("main [data-id], main section, main form") ?? null;
}

function topOf(node) {
  return node.getBoundingClientRect().top;
}

function isOnScreen(node) {
  const { top, bottom } = node.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
