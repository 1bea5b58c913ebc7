/** Of a long list that is shown whole, lets the browser pass over what is far from the screen: it is neither laid out nor painted. */

const FEW = 24;

/**
 * Called after each drawing. An item keeps the height with which it was laid out in a frame before: nothing moves when it
 * comes near. What was filled anew (isDrawn is false), or may have another width now, is laid out again first.
 */
export function passOverFar(list) {
  list.frame ??= requestAnimationFrame(() => {
    list.frame = null;
    const width = outerWidth / devicePixelRatio; // to ask how wide the list is would have it laid out now
    const areKept = list.width === width && list.children.length > FEW;
    list.width = width;
    for (const node of list.children) pass(node, areKept && node.isDrawn);
  });
}

function pass(node, isKept) {
  // From its next layout on, the browser remembers its height; the margin is for the outline of what has focus.
  if (node.isKept === undefined) Object.assign(node.style, { containIntrinsicSize: "auto 12rem", overflowClipMargin: ".5rem" });
  if (node.isKept !== isKept) node.style.contentVisibility = isKept ? "auto" : "";
  node.isKept = isKept;
  node.isDrawn = true;
}
