/** How long people need to read a text on a wall, the slow readers too. */

const MS_PER_SIGN = 80;

export function readingMs(signs, atLeast, atMost = Infinity) {
  return Math.min(atMost, Math.max(atLeast, signs * MS_PER_SIGN));
}
