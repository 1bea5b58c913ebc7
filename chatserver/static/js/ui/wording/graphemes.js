/** Counts what a person counts as characters, as the server does (extended grapheme clusters). */

export function countGraphemes(text) {
  if (!Intl.Segmenter) return Array.from(text).length;
  return Array.from(new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)).length;
}
