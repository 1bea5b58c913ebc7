"""Draw a place by lot from a seed that was committed before, so that anybody can repeat the draw afterwards; pure.

It follows RFC 3797: the method and its input are published, and the result follows from them. When a chat is announced,
the log is given the SHA-256 of a random seed, and when it closes, the seed. Each person who can be drawn has one
ticket: SHA-256 of "seed:place:queue:beacon:asker" in ASCII, in hex. The lowest ticket is drawn, and support does not
change anybody's chance. queue is the SHA-256 of the commitments of all questions that wait, so that the result of a
draw does not stand before everybody has asked; older policies leave it out (policies.py). beacon is the randomness of a
round of a public beacon (beacons.py), and left out where there is none.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sessions.ordering.evening_facts import EveningFacts, QueueCard, asker_of, facts_of_state, is_behind
from sessions.ordering.queue_order import in_order, in_rounds
from sessions.ordering.topic_spacing import is_allowed, latest, topic_of

SEED_BYTES = 32
NAME_DIGITS = 12
"""Two of three thousand people have the same name in one of sixty million chats."""


class NextQuestion(NamedTuple):
    card: QueueCard
    by_lot: bool


def new_seed() -> str:
    """64 hex digits."""
    return secrets.token_hex(SEED_BYTES)


def commitment_of(seed: str) -> str:
    """The SHA-256 of the seed's hex digits in ASCII, in hex."""
    return hashlib.sha256(seed.encode()).hexdigest()


def name_of_asker(seed: str, receipt: str) -> str:
    """The name in a chat's log of the person whose first public question there has this receipt, in hex.

    Nobody can choose it, and nobody but the server can know it before the seed is public.
    """
    return hmac.digest(seed.encode(), receipt.encode(), "sha256").hex()[:NAME_DIGITS]


def hash_of_queue(cards: Iterable[QueueCard]) -> str:
    """The SHA-256 of the commitments to the words of these questions, sorted, one in each line; in hex.

    A question of an older release, without a commitment, has no part in it.
    """
    commitments = sorted(card["commitment"] for card in cards if card.get("commitment"))
    return hashlib.sha256("".join(f"{each}\n" for each in commitments).encode()).hexdigest()


def ticket(seed: str, place: int, asker: str, queue: str = "", beacon: str = "") -> str:
    """Compute the ticket of an asker.

    queue: hash_of_queue(); blank under a policy that leaves it out. beacon: of a round; blank without one.
    """
    parts = (seed, str(place), queue, beacon, asker)
    return hashlib.sha256(":".join(filter(None, parts)).encode()).hexdigest()


def next_question(
    cards: Iterable[QueueCard], support: Mapping[str, int], evening: EveningFacts, *, seed: str, beacon: str = ""
) -> NextQuestion | None:
    """The question that the policy takes next; None if none waits. cards: of all that wait, with their commitments.

    beacon: the randomness of the round for this moment, where the chat has a beacon and a round was there.
    """
    cards = list(cards)
    if not cards:
        return None
    candidates = lot_candidates(cards, support, evening) if evening.is_lot_next else []
    if not candidates:
        return NextQuestion(in_order(cards, support, evening)[0], by_lot=False)
    place, mixed = evening.taken + 1, (hash_of_queue(cards), beacon) if evening.policy.is_mixed else ("", "")
    drawn = min(candidates, key=lambda card: ticket(seed, place, asker_of(card), *mixed))
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
