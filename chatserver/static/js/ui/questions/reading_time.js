/** How long a slow reader needs for words, at hand and on a wall; short ones too are looked for first. */

const WORDS_A_SECOND = 2.5;
const SIGNS_A_SECOND = 16;
const AT_LEAST_S = 3;

/** Long words, as Bengali's, take longer than their number says. */
export function readingMs(text) {
  const words = text.split(/\s+/u).length / WORDS_A_SECOND;
  return 1000 * Math.max(AT_LEAST_S, words, text.length / SIGNS_A_SECOND);
}
