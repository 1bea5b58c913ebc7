"""Finds questions that come from several new accounts of one network within minutes, behind which one may stand."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

MANY = 5
"""Questions: more than a household or a college asks in so short a time. EVENING_WORDS says both numbers in words."""

WITHIN = timedelta(minutes=10)
NEW_FOR = timedelta(days=3)
"""How long before its question an account was made, at most."""

WHO_ASKED = (
    "author__arrival__network",
    "author__joined_at",
    "author__place_at_address",
    "author__verdict",
)
"""The columns of a question that an Asker holds, in their order."""


class Asker(NamedTuple):
    """A newcomer who asks.

    network: None where it is no longer known. place: at its number or mailbox; 0 for an account by paper.
    """

    network: str | None
    joined_at: datetime
    place: int
    verdict: str


class Newcomers:
    """The questions of new accounts of one chat, by network: a keyed hash, which stays in the memory of the process.

    rushing: ids of questions of which MANY came from one network within WITHIN, by more than one account.
    """

    def __init__(self) -> None:
        self.rushing: set[str] = set()
        self._recent: defaultdict[str, list[tuple[datetime, int, str]]] = defaultdict(list)

    def note(self, question_id: str, at: datetime, author: int, asker: Asker) -> None:
        """The oldest question first. Accounts by paper, and those that a clerk has let count, are left out."""
        network, joined_at, place, verdict = asker
        if not network or not place or verdict == "counts" or at - joined_at > NEW_FOR:
            return
        recent = [each for each in self._recent[network] if each[0] > at - WITHIN]
        recent.append((at, author, question_id))
        self._recent[network] = recent
        if len(recent) >= MANY and len({by for _at, by, _id in recent}) > 1:
            self.rushing.update(each for _at, _by, each in recent)
