"""The place of each waiting question, and why it has it; twin of chatserver/static/js/ordering/places.js."""

from collections.abc import Mapping, Sequence
from typing import Any

from sessions.ordering.evening_facts import EveningFacts, QueueCard, asker_of, facts_of_state, is_behind, is_lot_place
from sessions.ordering.queue_order import queue_in_order

WHY = ("first_time", "answered", "own_earlier", "behind")
"""The reasons of a place, in this order: asks here for the first time; was answered this evening already, so that
others come before; has another question that comes before; comes behind all others, because their support does not
count."""


def latest_places(ordered: Sequence[QueueCard], evening: EveningFacts) -> dict[str, int]:
    """Question id to the latest place at which it comes if nothing new is asked and nobody takes another question.

    Places by lot are left free: a draw can only bring a question forward. The next place is 1.
    """
    places: dict[str, int] = {}
    place = 0
    for card in ordered:
        place += 1
        if is_lot_place(evening.policy, evening.taken + place):
            place += 1
        places[card["id"]] = min(place, len(ordered))
    return places


def reasons_of(ordered: Sequence[QueueCard], evening: EveningFacts) -> dict[str, list[str]]:
    """The reasons by question id, why it has its place, besides its support and its time (WHY).

    For a fair policy only.
    """
    if not evening.policy.is_fair:
        return {}
    seen: set[str] = set()
    reasons: dict[str, list[str]] = {}
    for card in ordered:
        asker = asker_of(card)
        holds = (bool(card.get("first_time")), evening.answered.get(asker, 0) > 0, asker in seen, False)
        if is_behind(evening.policy, card):
            holds = (False, False, False, True)  # nothing else has a part in its place
        reasons[card["id"]] = [why for why, is_so in zip(WHY, holds, strict=True) if is_so]
        seen.add(asker)
    return reasons


def queue_places(state: Mapping[str, Any]) -> tuple[dict[str, int], dict[str, list[str]]]:
    """Both, for the queue of a folded public stream with its counts."""
    evening = facts_of_state(state)
    ordered = queue_in_order(state)
    return latest_places(ordered, evening), reasons_of(ordered, evening)
