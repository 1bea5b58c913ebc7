"""Draw a place by lot from a seed that was committed before, so that anybody can repeat the draw afterwards; pure.

It follows RFC 3797: the method and its input are published, and the result follows from them. While a chat opens, the
log is given the SHA-256 of a random seed, and when it closes, the seed. Each person who can be drawn has one ticket:
SHA-256 of "seed:place:asker" in ASCII, in hex. The lowest ticket is drawn. So nobody who joins or leaves changes the
order of the others, and support does not change anybody's chance.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sessions.ordering.evening_facts import EveningFacts, QueueCard, asker_of, facts_of_state, is_behind
from sessions.ordering.queue_order import in_order, in_rounds
from sessions.ordering.topic_spacing import is_allowed, latest, topic_of

SEED_BYTES = 32


class NextQuestion(NamedTuple):
    card: QueueCard
    by_lot: bool


def new_seed() -> str:
    """64 hex digits."""
    return secrets.token_hex(SEED_BYTES)


def commitment_of(seed: str) -> str:
    """The SHA-256 of the seed's hex digits in ASCII, in hex."""
    return hashlib.sha256(seed.encode()).hexdigest()


def ticket(seed: str, place: int, asker: str) -> str:
    return hashlib.sha256(f"{seed}:{place}:{asker}".encode()).hexdigest()


def next_question(
    cards: Iterable[QueueCard], support: Mapping[str, int], evening: EveningFacts, *, seed: str
) -> NextQuestion | None:
    """The question that the policy takes next; None if none waits."""
    cards = list(cards)
    if not cards:
        return None
    candidates = lot_candidates(cards, support, evening) if evening.is_lot_next else []
    if not candidates:
        return NextQuestion(in_order(cards, support, evening)[0], by_lot=False)
    place = evening.taken + 1
    drawn = min(candidates, key=lambda card: ticket(seed, place, asker_of(card)))
    return NextQuestion(drawn, by_lot=True)


def lot_candidates(cards: Iterable[QueueCard], support: Mapping[str, int], evening: EveningFacts) -> list[QueueCard]:
    """The questions among which the next place is drawn, one for each person; none where all come behind all others.

    Those whose topic may come now, or all if there is none; of these, those whose turn is the earliest: of people who
    have not been answered, if there are any.
    """
    ranked = in_rounds(cards, support, evening)
    topics = latest(evening.topics, evening.policy)
    allowed = [each for each in ranked if is_allowed(topic_of(each.card), topics, evening.policy)] or ranked
    return [each.card for each in allowed if each.round == allowed[0].round]


def is_drawn_next(state: Mapping[str, Any]) -> bool:
    """Whether the next question of a folded public stream is drawn by lot."""
    evening = facts_of_state(state)
    return evening.is_lot_next and any(not is_behind(evening.policy, card) for card in state["queue"])
