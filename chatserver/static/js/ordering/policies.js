/** The named policies of the queue's order, with the numbers that pages count with; as sessions/ordering/policies.py. */

const FAIR_1 = {
  is_fair: true,
  topic_window: 4,
  topic_most: 2,
  support: [
    { people: 10, points: 3, for_each: 1 },
    { people: 40, points: 1, for_each: 1 },
    { people: null, points: 1, for_each: 5 },
  ],
  first_time: 30,
  needs_standing: false,
  lot_every: 5,
  shows_support: true,
};

const FAIR_2 = { ...FAIR_1, needs_standing: true };

export const POLICIES = {
  backing: { ...FAIR_1, is_fair: false, support: [], first_time: 0, lot_every: 0 },
  "fair-1": FAIR_1,
  "fair-1-quiet": { ...FAIR_1, shows_support: false },
  "fair-2": FAIR_2,
  "fair-2-quiet": { ...FAIR_2, shows_support: false },
  "fair-3": FAIR_2, // other lots, which the server draws
  "fair-3-quiet": { ...FAIR_2, shows_support: false },
};

/** A chat whose log names none was announced under the oldest one. */
export function policyOf({ order }) {
  return POLICIES[order] ?? POLICIES.backing;
}

/** The points from so many supporters. */
export function supportPoints(policy, people) {
  let points = 0;
  let left = people;
  for (const step of policy.support) {
    const counted = Math.min(left, step.people ?? left);
    points += ((counted - (counted % step.for_each)) / step.for_each) * step.points;
    left -= counted;
  }
  return points;
}
