/** How much support of a question is held or does not count, in words; blank where all of it counts. */

import { joinWords, say } from "./words.js";

export function apartWords(counts, id) {
  const numbers = ["held", "not_counted"].map((name) => [name, counts[name]?.[id]]);
  return joinWords(numbers.map(([name, n]) => n && say(`apart.${name}`, { n })));
}

export function supportWords(counts, id) {
  return joinWords([say("backing", { n: counts.backing[id] ?? 0 }), apartWords(counts, id)]);
}
