/** How long to wait before connecting again: full jitter, so that a room cut off at once comes back spread out. */

const FIRST_WAIT_MS = 3000;
const LONGEST_WAIT_MS = 20000;

/** Milliseconds before attempt n (0 is the first after a loss). */
export function reconnectWait(attempt, random = Math.random) {
  const longest = attempt === 0 ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, 500 * 2 ** attempt);
  return random() * longest;
}
