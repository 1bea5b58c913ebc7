/** How much support of a question is held or does not count, in words; blank where all of it counts. */

import { say } from "./words.js";

export function apartWords(counts, id) {
  const numbers = ["held", "not_counted"].map((name) => [name, counts[name]?.[id]]);
  return numbers.filter(([, n]) => n).map(([name, n]) => say(`apart.${name}`, { n })).join(", ");
}

export function supportWords(counts, id) {
  const apart = apartWords(counts, id);
  return `${say("backing", { n: counts.backing[id] ?? 0 })}${apart && `, ${apart}`}`;
}
