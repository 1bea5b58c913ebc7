/** Changes the page without moving what a person is reading, typing into or about to tap. */

const READING_HEIGHT = 1 / 3;
let kept = 0;
let held = null;

/**
 * Runs change(), and scrolls back what it shifted once its frame is laid out: to have that done now would make one long
 * task of both. Focus that a moved node lost returns to it, or to the receipt beside it if it is gone.
 */
export function keepPlace(change) {
  const focused = document.activeElement;
  if (!held) hold(focused);
  change();
  const receipt = focused.hidden && focused.closest("li")?.querySelector("[data-part=receipt]");
  if (receipt) receipt.focus();
  else if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
}

function hold(focused) {
  // Until the page has loaded, the browser itself holds what the address leads to.
  const anchor = (!location.hash || document.readyState === "complete") && chooseAnchor(focused);
  if (!anchor) return;
  // Where the anchor itself goes, as a question does that is taken, what is after it or around it has to do.
  const nodes = [anchor, anchor.nextElementSibling, anchor.closest("section")];
  holdAt(nodes.filter(Boolean).map((node) => [node, topOf(node)]));
}

/** tops: nodes, and where each is to stand in the next frame; the first that is laid out then counts. */
export function holdAt(tops) {
  if (!held) requestAnimationFrame(scrollBack);
  held = { tops, from: scrollY };
}

/** What is read when the page is left or put away, for the same page when it comes again: return_to_place.js. */
export function notePlaceRead() {
  const anchor = chooseAnchor(document.activeElement);
  // Of a question in a list, its card has the id, not its item.
  const node = (anchor?.firstElementChild ?? anchor)?.closest("[id]");
  try {
    sessionStorage[location.pathname] = node ? [node.id, topOf(node)] : "";
  } catch {} // storage that is refused or full
}

function scrollBack() {
  const { tops, from } = held;
  held = null;
  const [node, before] = tops.find(([each]) => each.getClientRects().length) ?? [];
  if (!node) return;
  const at = scrollY;
  // A hand may have scrolled meanwhile; at its end, a page that grew shorter has scrolled itself up.
  const byHand = at > from || at + innerHeight < document.documentElement.scrollHeight - 1 ? at - from : 0;
  const moved = Math.round(topOf(node) - before + byHand);
  if (!moved) return;
  scrollBy(0, moved);
  kept += scrollY - at;
}

/** How far the page was scrolled here, all in all: by no hand. */
export function keptBy() {
  return kept;
}

/**
 * What has focus, if its beginning is in sight; else what stands at reading height, unless the page is still at its top.
 * The button that shows all of a list goes down with its end: what the reader wants to see is above it.
 */
function chooseAnchor(focused) {
  if (focused.closest("main, footer") && focused.name !== "all" && topOf(focused) >= 0 && topOf(focused) < innerHeight) return focused;
  if (scrollY === 0) return null;
  const seen = document.elementFromPoint(innerWidth / 2, innerHeight * READING_HEIGHT);
  const around = seen?.closest("main [data-id], main section, main form") ?? null;
  return around === focused ? seen : around;
}

function topOf(node) {
  return node.getBoundingClientRect().top;
}
