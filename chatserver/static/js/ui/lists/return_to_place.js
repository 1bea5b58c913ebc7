/** A page that comes again is read on where it was left: the browser gives back the pixels, but there may be more of them above now. */

const BY_HAND = ["wheel", "touchmove", "keydown"];

/** holdAt: of the room's script, which noted the place and knows how far it scrolled (keep_place.js). */
export function returnToPlace(_live, holdAt) {
  const [id, top] = placeRead();
  const node = document.getElementById(id);
  if (!node) return;
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

function placeRead() {
  try {
    return sessionStorage.getItem(location.pathname).split(",");
  } catch {
    return []; // nothing was kept, or storage is refused
  }
}
