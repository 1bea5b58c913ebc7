"""An index of answered questions of published records, of all wards: what was asked before, and can be read."""

import threading
import time
from itertools import islice

from django.db.models import QuerySet

from sessions.models import ANSWERED_STATES, SearchEntry
from sessions.platform.text.likeness.likeness_index import LikenessIndex, Match

MOST_QUESTIONS = 5000
"""The newest ones that are kept."""

FRESH_S = 30.0
"""Seconds for which no new record is looked for."""


class RecordIndex:
    """Entries of the records' search by their ids, the newest MOST_QUESTIONS. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clear()

    def __len__(self) -> int:
        return len(self._index)

    def find(self, text: str) -> list[Match[int]]:
        """The search entries whose questions are like this text, most alike first; a query at most every FRESH_S."""
        with self._lock:
            if time.monotonic() - self._read_at > FRESH_S:
                self._read_on()
            return self._index.find(text)

    def forget(self) -> None:
        """Read everything again, as in another database."""
        with self._lock:
            self._clear()

    def _clear(self) -> None:
        self._index = LikenessIndex[int]()
        self._kept: dict[int, None] = {}
        self._last = 0
        self._read_at = float("-inf")

    def _read_on(self) -> None:
        """New entries have greater ids, because a record is added to the search once, when it is published."""
        new = list(_answered().filter(pk__gt=self._last).order_by("-pk")[:MOST_QUESTIONS])
        for entry in reversed(new):
            self._index.add(entry.pk, entry.question.public_text)
            self._kept[entry.pk] = None
        for entry_id in list(islice(self._kept, max(len(self._kept) - MOST_QUESTIONS, 0))):
            self._index.remove(entry_id)
            del self._kept[entry_id]
        self._last = new[0].pk if new else self._last
        self._read_at = time.monotonic()


def _answered() -> QuerySet[SearchEntry]:
    rows = SearchEntry.objects.filter(question__state__in=ANSWERED_STATES).select_related("question")
    return rows.only("question__text", "question__masked")


records = RecordIndex()
"""Index of the records, for this process."""
