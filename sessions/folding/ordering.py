"""The declared order of the queue; pure.

More backing comes first; with the same backing, the earlier question; then the lower id, so that no two runs can
differ. For each question that is taken, the log says how much backing it had and which questions stood before it, so
that anybody can see where the order was not kept.
"""

from collections.abc import Iterable, Mapping
from typing import Any


def in_order(cards: Iterable[Mapping[str, Any]], backing: Mapping[str, int]) -> list[Mapping[str, Any]]:
    """Sort queue cards (id, asked_at in one fixed spelling of UTC) into the order in which they are taken."""
    return sorted(cards, key=lambda card: (-backing.get(card["id"], 0), card["asked_at"], card["id"]))
