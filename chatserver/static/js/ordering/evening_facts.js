/** What the order needs to know of the evening besides the waiting questions; as sessions/ordering/evening_facts.py. */

import { policyOf } from "./policies.js";

const MINUTE = 60_000;
const NO_PLACES = { taken: 0, topics: [] };

export function factsOf({ session, answered, floor, removed = [], places }) {
  const { taken, topics } = places ?? NO_PLACES;
  const byAsker = new Map();
  const over = [...answered, ...removed.filter((card) => "after" in card)];
  for (const card of floor ? [...over, floor] : over) add(byAsker, askerOf(card));
  return { policy: policyOf(session), openedAt: session.opened_at ?? "", answered: byAsker, topics, taken };
}

export function isLotPlace({ lot_every }, number) {
  return lot_every > 0 && number % lot_every === 0;
}

export function askerOf({ asker, id }) {
  return asker || id;
}

/** Whether it comes after all others, because the support of the person who asked does not count. */
export function isBehind({ needs_standing }, { standing }) {
  return needs_standing && Boolean(standing);
}

/** Whole minutes between the opening and the question; 0 for an earlier one. */
export function minutesLate(askedAt, openedAt) {
  if (!openedAt || askedAt <= openedAt) return 0;
  const ms = Date.parse(askedAt) - Date.parse(openedAt);
  return (ms - (ms % MINUTE)) / MINUTE;
}

export function add(counts, key) {
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  return before;
}
