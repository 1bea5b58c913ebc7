"""The declared order of the queue; pure.

More backing first; with the same backing, whoever asked earlier; then by id, so that no two runs can differ. The log
says of each question that is taken how much backing it had and what it was taken before, so that anybody can see
where the order was not kept.
"""

from collections.abc import Iterable, Mapping
from typing import Any


def in_order(cards: Iterable[Mapping[str, Any]], backing: Mapping[str, int]) -> list[Mapping[str, Any]]:
    """Queue cards (id, asked_at in one fixed spelling of UTC) in the order in which they are to be taken."""
    return sorted(cards, key=lambda card: (-backing.get(card["id"], 0), card["asked_at"], card["id"]))
