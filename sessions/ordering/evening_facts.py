"""What an order needs to know about the evening besides the waiting questions; pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sessions.ordering.policies import MOST_SUPPORTED, OrderPolicy, policy_named

QueueCard = Mapping[str, Any]
"""A question as the folded public stream holds it: id, asked_at; if known, asker, first_time, topic, standing."""

MINUTE = timedelta(minutes=1)
NO_PLACES: Mapping[str, Any] = {"taken": 0, "topics": ()}


@dataclass(frozen=True, slots=True)
class EveningFacts:
    """The facts of the evening that the order needs.

    answered: by asker, how many of their questions were answered or are being answered this evening.

    A question that was taken down after it was taken still counts: its asker has had their turn.

    topics: those of the questions that were taken last, the latest at the end. taken: how many places of the order
    have been taken. opened_at: in the log's spelling; blank before the opening.
    """

    policy: OrderPolicy = MOST_SUPPORTED
    opened_at: str = ""
    answered: Mapping[str, int] = field(default_factory=dict)
    topics: Sequence[str] = ()
    taken: int = 0

    @property
    def is_lot_next(self) -> bool:
        """Whether the next place is drawn by lot."""
        return is_lot_place(self.policy, self.taken + 1)


def facts_of_state(state: Mapping[str, Any]) -> EveningFacts:
    """Compute the facts from the folded public stream. Raises LookupError for an unknown policy."""
    session, places = state["session"], state.get("places", NO_PLACES)
    taken_down = [card for card in state.get("removed", ()) if "after" in card]
    over = [*state["answered"], *taken_down, *([state["floor"]] if state["floor"] else [])]
    return EveningFacts(
        policy=policy_named(session.get("order", MOST_SUPPORTED.name)),
        opened_at=session.get("opened_at") or "",
        answered=Counter(asker_of(card) for card in over),
        topics=tuple(places["topics"]),
        taken=places["taken"],
    )


def is_lot_place(policy: OrderPolicy, number: int) -> bool:
    return policy.lot_every > 0 and number % policy.lot_every == 0


def asker_of(card: QueueCard) -> str:
    """The pseudonym of the person who asked. A question without one, of an older log, counts as a person of its own."""
    return card.get("asker") or str(card["id"])


def is_behind(policy: OrderPolicy, card: QueueCard) -> bool:
    """Whether the question comes after all others, because the support of the person who asked does not count.

    A card has a standing only where that is so (sessions/log/folding/folding.py).
    """
    return policy.needs_standing and bool(card.get("standing"))


@lru_cache(maxsize=16_384)
def minutes_late(asked_at: str, opened_at: str) -> int:
    """How many whole minutes after the opening a question was asked; 0 for earlier ones, and before the opening."""
    if not opened_at or asked_at <= opened_at:
        return 0
    return (datetime.fromisoformat(asked_at) - datetime.fromisoformat(opened_at)) // MINUTE
