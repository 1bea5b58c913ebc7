"""The declared order of the questions that wait; pure, and the same as chatserver/static/js/ordering/queue_order.js.

First come people who have not been answered this evening, then those who have been answered once, and so on; of one
person's waiting questions, only the best placed counts as their next. Among equals the points decide: support with a
falling return, the boost of first-time askers, and one point less for each minute after the opening. The earlier
question, and at last the lower id, decide ties, so that no two runs can differ. Then topics are spaced out.
Behind all of them, by their points alone, come the questions of people whose support does not count, where the policy
says so.

The draws by lot are not in this order: nobody knows them before the place's turn comes (lots.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sessions.ordering.evening_facts import EveningFacts, QueueCard, asker_of, facts_of_state, is_behind, minutes_late
from sessions.ordering.policies import support_points
from sessions.ordering.topic_spacing import space_topics, topic_of


class Ranked(NamedTuple):
    """A question with its rank.

    round: how many of this person's questions come before it: answered ones, and better placed waiting ones.
    """

    round: int
    card: QueueCard


def in_order(cards: Iterable[QueueCard], support: Mapping[str, int], evening: EveningFacts) -> list[QueueCard]:
    """The waiting questions in the order in which they are taken. support: by question, how many people back it."""
    if not evening.policy.is_fair:
        return by_rank(cards, support, evening)
    before, behind = _apart(cards, support, evening)
    ranked = [card for _round, some in _by_round(before, evening) for card in some]
    ordered = space_topics(ranked, evening.topics, evening.policy)
    if not behind:
        return ordered
    topics = [*evening.topics, *map(topic_of, ordered)]
    return ordered + space_topics(behind, topics, evening.policy)


def queue_in_order(state: Mapping[str, Any]) -> list[QueueCard]:
    """The queue of a folded public stream that has its counts. Raises LookupError for an unknown policy."""
    return in_order(state["queue"], state["counts"]["backing"], facts_of_state(state))


def in_rounds(cards: Iterable[QueueCard], support: Mapping[str, int], evening: EveningFacts) -> list[Ranked]:
    """The questions in the order of a fair policy, before topics are spaced out.

    Without those that come behind all others.
    """
    before, _behind = _apart(cards, support, evening)
    return [Ranked(number, card) for number, some in _by_round(before, evening) for card in some]


def _apart(
    cards: Iterable[QueueCard], support: Mapping[str, int], evening: EveningFacts
) -> tuple[list[QueueCard], list[QueueCard]]:
    """Split the questions by rank: the questions to which everything applies, and those that come behind them."""
    ranked, policy = by_rank(cards, support, evening), evening.policy
    behind = [card for card in ranked if card.get("standing")] if policy.needs_standing else []
    return ([card for card in ranked if not is_behind(policy, card)] if behind else ranked), behind


def _by_round(ranked: Iterable[QueueCard], evening: EveningFacts) -> list[tuple[int, list[QueueCard]]]:
    """Group the questions by round, without an object for each card.

    A place is told again after each vote, with thousands of cards.
    """
    asked = dict(evening.answered)
    rounds = defaultdict[int, list[QueueCard]](list)
    for card in ranked:
        asker = asker_of(card)
        number = asked.get(asker, 0)
        asked[asker] = number + 1
        rounds[number].append(card)
    return sorted(rounds.items())  # no two have the same number, so that cards are never compared


def by_rank(cards: Iterable[QueueCard], support: Mapping[str, int], evening: EveningFacts) -> list[QueueCard]:
    """More points first, then the earlier question, then the lower id, regardless of author and topic.

    Where the policy is not fair, the points are the number of supporters.
    """
    listed = list(cards)
    points = _fair_points(listed, support, evening) if evening.policy.is_fair else None
    keyed = [
        (-(points[place] if points else support.get(card["id"], 0)), card["asked_at"], card["id"], place)
        for place, card in enumerate(listed)
    ]
    return [listed[place] for _points, _asked_at, _id, place in sorted(keyed)]


def insert_removed(
    ordered: Sequence[QueueCard], removed: Sequence[QueueCard], support: Mapping[str, int], evening: EveningFacts
) -> list[QueueCard]:
    """Put the marks of removed questions about where they stood; they move none of the others.

    support: of both.
    """
    if not removed:
        return list(ordered)
    rank = {card["id"]: place for place, card in enumerate(by_rank([*ordered, *removed], support, evening))}
    lines = list(ordered)
    for card in sorted(removed, key=lambda each: rank[each["id"]]):
        behind = (place for place, each in enumerate(lines) if rank[each["id"]] > rank[card["id"]])
        lines.insert(next(behind, len(lines)), card)
    return lines


def _fair_points(cards: Sequence[QueueCard], support: Mapping[str, int], evening: EveningFacts) -> list[int]:
    """Negative for a question that was asked late, without support."""
    policy = evening.policy
    numbers = {number: support_points(policy, number) for number in {0, *support.values()}}
    return [
        numbers[support.get(card["id"], 0)]
        + (policy.first_time if card.get("first_time") and not is_behind(policy, card) else 0)
        - minutes_late(card["asked_at"], evening.opened_at)
        for card in cards
    ]
