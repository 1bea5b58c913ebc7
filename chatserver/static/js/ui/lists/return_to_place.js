/** A page that comes again is read on where it was left: the browser gives back the pixels, but there may be more of them above now. */

const BY_HAND = ["wheel", "touchmove", "pointerdown", "keydown"];
const LATE_MS = 2000;

/** holdAt: of the room's script, which noted the place and knows how far it scrolled (keep_place.js). */
export function returnToPlace(_live, holdAt) {
  const [id, top] = placeRead();
  const node = document.getElementById(id);
  if (!node || isLate()) return;
  const going = new AbortController();
  const signal = going.signal;
  BY_HAND.forEach((each) => addEventListener(each, () => going.abort(), { signal, passive: true }));
  const go = () => {
    if (!signal.aborted) holdAt([[node, Number(top)]]);
    going.abort();
  };
  // Until then, the browser may scroll as well.
  if (document.readyState === "complete") go();
  else addEventListener("load", () => setTimeout(go), { once: true });
}

/** On a slow line, the page can be seen long before this script comes: by then, a hand may have scrolled. */
function isLate() {
  const [seen] = performance.getEntriesByName("first-contentful-paint"); // none before Safari 14.1
  return performance.now() - seen?.startTime > LATE_MS;
}

function placeRead() {
  try {
    return sessionStorage.getItem(location.pathname).split(",");
  } catch {
    return []; // nothing was kept, or storage is refused
  }
}
