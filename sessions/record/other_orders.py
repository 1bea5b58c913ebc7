"""The evening as it would have run under other orders, computed from its public log alone; pure.

At each moment at which a question was taken, each order takes its own next one, from those that had become public by
then, with the support that they had then. A question that was taken keeps its support of that moment. Questions that
were withdrawn, merged or removed leave every order at that moment.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sessions.log.events.room import (
    QuestionMerged,
    QuestionQueued,
    QuestionRemoved,
    QuestionTaken,
    QuestionWithdrawn,
    StandingSet,
    TopicSet,
)
from sessions.log.folding.folding import apply_public, empty_public, standing_on_card
from sessions.log.logged_event import LoggedEvent
from sessions.ordering.evening_facts import EveningFacts, QueueCard, asker_of, facts_of_state
from sessions.ordering.lots import next_question, ticket
from sessions.ordering.topic_spacing import topic_of
from sessions.record.evening_order import seed_in

type Choose = Callable[[Sequence[QueueCard], Mapping[str, int], int], QueueCard]
"""Choice of a question: from those that wait, their support and the number of the turn (from 1), the question to take.
"""


@dataclass(slots=True)
class _OtherOrder:
    """What one order has taken, and what waits there."""

    waiting: dict[str, QueueCard] = field(default_factory=dict)
    taken: list[QueueCard] = field(default_factory=list)


def happened(events: Iterable[LoggedEvent]) -> list[str]:
    """The ids of the questions in the order in which they were taken; one that was returned may come twice."""
    return [each.event.id for each in events if isinstance(each.event, QuestionTaken)]


def other_orders(events: Sequence[LoggedEvent]) -> dict[str, list[str]]:
    """Compute the other orders.

    By order (rule: the chat's own without overrides; support; time; lot), the ids that it would have taken.
    """
    seed = seed_in(events)
    return {
        "rule": _run_rule(events, seed),
        "support": _run(events, lambda cards, support, _turn: min(cards, key=lambda card: _by_support(card, support))),
        "time": _run(
            events, lambda cards, _support, _turn: min(cards, key=lambda card: (card["asked_at"], card["id"]))
        ),
        "lot": _run(events, lambda cards, _support, turn: min(cards, key=lambda card: ticket(seed, turn, card["id"]))),
    }


def _by_support(card: QueueCard, support: Mapping[str, int]) -> tuple[int, str, str]:
    return -support.get(card["id"], 0), card["asked_at"], card["id"]


def _run_rule(events: Sequence[LoggedEvent], seed: str) -> list[str]:
    state = empty_public()
    for logged in events:
        apply_public(state, logged)
    plain = replace(facts_of_state(state), answered={}, topics=(), taken=0)
    taken = [each.event for each in events if isinstance(each.event, QuestionTaken)]
    beacons = [each.beacon.randomness if each.beacon else "" for each in taken]
    done: list[QueueCard] = []

    def choose(cards: Sequence[QueueCard], support: Mapping[str, int], turn: int) -> QueueCard:
        found = next_question(cards, support, _evening_after(plain, done), seed=seed, beacon=beacons[turn - 1])
        assert found is not None, "it is asked only while a question waits"
        done.append(found.card)
        return found.card

    return _run(events, choose)


def _evening_after(plain: EveningFacts, done: Sequence[QueueCard]) -> EveningFacts:
    answered = Counter(asker_of(card) for card in done)
    return replace(plain, answered=answered, topics=tuple(topic_of(card) for card in done), taken=len(done))


def _run(events: Iterable[LoggedEvent], choose: Choose) -> list[str]:
    other, support, turn = _OtherOrder(), dict[str, int](), 0
    for logged in events:
        match logged.event:
            case QuestionQueued() as queued:
                other.waiting[queued.id] = {
                    "id": queued.id,
                    "asked_at": queued.asked_at,
                    "asker": queued.asker or "",
                    "first_time": queued.first_time is True,
                    "topic": queued.topic or "",
                    "commitment": queued.commitment or "",
                    **standing_on_card(queued.standing),
                }
            case TopicSet(id=question_id, topic=topic) if question_id in other.waiting:
                other.waiting[question_id] = {**other.waiting[question_id], "topic": topic}
            case StandingSet(id=question_id, standing=standing) if question_id in other.waiting:
                card = {name: value for name, value in other.waiting[question_id].items() if name != "standing"}
                other.waiting[question_id] = card | standing_on_card(standing)
            case QuestionWithdrawn(id=question_id) | QuestionMerged(id=question_id) | QuestionRemoved(id=question_id):
                other.waiting.pop(question_id, None)
            case QuestionTaken() as taken:
                turn += 1
                support |= taken.support or {}
                support[taken.id] = taken.backing
                _take(other, support, turn, choose)
    return [card["id"] for card in other.taken]


def _take(other: _OtherOrder, support: Mapping[str, int], turn: int, choose: Choose) -> None:
    if other.waiting:
        card = choose(list(other.waiting.values()), support, turn)
        del other.waiting[card["id"]]
        other.taken.append(card)
