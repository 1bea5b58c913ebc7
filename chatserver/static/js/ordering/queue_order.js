/** The declared order of the queue, without the draws by lot; the same rules as sessions/ordering/queue_order.py. */

import { byText } from "./by_text.js";
import { add, askerOf, factsOf, isBehind, minutesLate } from "./evening_facts.js";
import { supportPoints } from "./policies.js";
import { spaceTopics, topicOf } from "./topic_spacing.js";

/** The queue of a folded public stream with its counts. */
export function queueInOrder(state) {
  return inOrder(state.queue, state.counts.backing, factsOf(state));
}

function inOrder(cards, support, evening) {
  const { policy, topics } = evening;
  const ranked = byRank(cards, support, evening);
  if (!policy.is_fair) return ranked;
  const before = ranked.filter((card) => !isBehind(policy, card));
  const ordered = spaceTopics(inRounds(before, evening), topics, policy);
  const behind = ranked.filter((card) => isBehind(policy, card));
  return [...ordered, ...spaceTopics(behind, [...topics, ...ordered.map(topicOf)], policy)];
}

/** The marks of questions removed from the queue, about where they stood; they move none of the others. */
export function insertRemoved(ordered, state) {
  const { counts } = state;
  const removed = (state.removed ?? []).filter((card) => !("after" in card));
  if (!removed.length) return ordered;
  const support = { ...counts.backing, ...Object.fromEntries(removed.map(({ id, backing }) => [id, backing])) };
  const ranked = byRank([...ordered, ...removed], support, factsOf(state));
  const rank = new Map(ranked.map(({ id }, place) => [id, place]));
  const lines = [...ordered];
  for (const card of removed.sort((a, b) => rank.get(a.id) - rank.get(b.id))) {
    const behind = lines.findIndex(({ id }) => rank.get(id) > rank.get(card.id));
    lines.splice(behind < 0 ? lines.length : behind, 0, card);
  }
  return lines;
}

/** Of one person only the best placed question is their next, the others are of later rounds. */
function inRounds(ranked, evening) {
  const rounds = new Map(evening.answered);
  const byRound = [];
  for (const card of ranked) (byRound[add(rounds, askerOf(card))] ??= []).push(card);
  return byRound.flat();
}

/** More points first, then the earlier question, then the lower id; if the policy is not fair, support is the points. */
function byRank(cards, support, evening) {
  const points = evening.policy.is_fair ? fairPoints : ({ id }) => support[id] ?? 0;
  const keyed = cards.map((card) => ({ card, points: points(card, support, evening) }));
  keyed.sort((a, b) => b.points - a.points || byText(a.card.asked_at, b.card.asked_at) || byText(a.card.id, b.card.id));
  return keyed.map(({ card }) => card);
}

function fairPoints(card, support, { policy, openedAt }) {
  const { id, asked_at, first_time } = card;
  const boost = first_time && !isBehind(policy, card) ? policy.first_time : 0;
  return supportPoints(policy, support[id] ?? 0) + boost - minutesLate(asked_at, openedAt);
}
