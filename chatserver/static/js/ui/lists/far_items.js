/** In a long list that is shown whole, lets the browser skip what is far from the screen: it is neither laid out nor painted. */

const FEW = 24;
const CHANGED_AT_ONCE = 12;

/**
 * Called after each drawing. An item keeps the height with which it was laid out in a frame before: nothing moves when it
 * comes near. What was filled anew (isDrawn is false), or may have another width now, is laid out again first.
 */
export function passOverFar(list) {
  // Behind the frame in which that is laid out: what is changed here is laid out with the next.
  list.frame ??= requestAnimationFrame(() => setTimeout(() => {
    list.frame = null;
    const width = outerWidth / devicePixelRatio; // to ask how wide the list is would have it laid out now
    const areKept = (list.width ?? width) === width && list.children.length > FEW;
    list.width = width;
    pass(list.children, areKept, areKept ? CHANGED_AT_ONCE : Infinity);
  }));
}

/** most: so many are changed now; to style all 300 anew in one task would stop a slow phone. */
function pass(items, areKept, most) {
  let left = most;
  for (const node of items) {
    const isKept = areKept && node.isDrawn === true;
    if (node.isKept !== isKept && left-- > 0) keepHeight(node, isKept);
    if (node.isKept === isKept) node.isDrawn = true;
  }
}

/** From its next layout on, the browser remembers its height. The margin is for the outline of what has focus. */
function keepHeight(node, isKept) {
  if (node.isKept === undefined) Object.assign(node.style, { containIntrinsicSize: "auto 12rem", overflowClipMargin: ".5rem" });
  node.style.contentVisibility = isKept ? "auto" : "";
  node.isKept = isKept;
}
