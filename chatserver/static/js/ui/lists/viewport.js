/** The part of the window that no sticky bar covers: whether a node is in it, and how far to scroll until it is. */

const MARGIN = 8;

/** The bars' heights are known to the style sheet, which keeps what is jumped to from under them. */
export function viewport() {
  const { scrollPaddingTop } = getComputedStyle(document.documentElement);
  return { top: Number.parseFloat(scrollPaddingTop) || 0, bottom: innerHeight - MARGIN };
}

export function isInViewport(node, least = 0) {
  const { top, bottom } = viewport();
  const rect = node.getBoundingClientRect();
  return rect.height > 0 && rect.bottom > top + least && rect.top < bottom - least;
}

/** How far to scroll until a node is in the viewport; if it is higher than that, until the place that is read now is. */
export function distanceIntoView(node, progress = 0) {
  const { top, bottom } = viewport();
  const rect = node.getBoundingClientRect();
  if (rect.height <= bottom - top) return rect.top < top ? rect.top - top : Math.max(0, rect.bottom - bottom);
  const line = Number.parseFloat(getComputedStyle(node).lineHeight) || 24;
  const read = rect.top + progress * rect.height;
  if (read >= top && read < bottom - 2 * line) return 0;
  return Math.min(Math.max(read - line, rect.top) - top, rect.bottom - bottom);
}
