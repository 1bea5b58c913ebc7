"""Notice when very many new accounts from one network support one question within a minute.

Counted in memory, by each process for itself; the database is asked only where a question is supported that fast.
"""

import threading
import time
from collections import OrderedDict, defaultdict, deque
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from chatserver.accounts.arrival import Arrival
from chatserver.accounts.crowds import flag_people
from sessions.among import Among
from sessions.people import Person

RUSH = 12
"""So many new accounts: a few households, and fewer than lead a queue."""

SECONDS = 60.0
NEW = timedelta(days=3)
MAX_QUESTIONS = 2000
MAX_NETWORKS = 20_000


class RushWatch:
    """Shared by the threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._recent: OrderedDict[UUID, deque[tuple[float, int]]] = OrderedDict()
        """By question, when which new account has begun to support it, the oldest first."""
        self._networks: OrderedDict[int, str] = OrderedDict()

    def see(self, supports: Iterable[tuple[Person, UUID]]) -> None:
        """Take notice of who has just begun to support what, and flag where too many do. In a transaction."""
        since = timezone.now() - NEW
        fresh = [(person.pk, question) for person, question in supports if _is_to_be_watched(person, since)]
        if fresh:
            with self._lock:
                fast = self._note(fresh, time.monotonic())
                for people in fast:
                    self._flag(people)

    def _note(self, fresh: Iterable[tuple[int, UUID]], now: float) -> list[set[int]]:
        """For each question that is supported fast enough, by whom."""
        touched = set()
        for account_id, question in fresh:
            recent = self._recent.setdefault(question, deque())
            recent.append((now, account_id))
            self._recent.move_to_end(question)
            touched.add(question)
        while len(self._recent) > MAX_QUESTIONS:
            self._recent.popitem(last=False)
        for question in touched & self._recent.keys():
            recent = self._recent[question]
            while recent[0][0] <= now - SECONDS:
                recent.popleft()
        by_question = ({account_id for _at, account_id in self._recent.get(question, ())} for question in touched)
        return [people for people in by_question if len(people) >= RUSH]

    def _flag(self, people: Collection[int]) -> None:
        self._learn_networks([account_id for account_id in people if account_id not in self._networks])
        alike: defaultdict[str, set[int]] = defaultdict(set)
        for account_id in people:
            alike[self._networks.get(account_id, "")].add(account_id)
        for network, these in alike.items():
            if network and len(these) >= RUSH:
                flag_people(network, these, timezone.now())

    def _learn_networks(self, account_ids: Collection[int]) -> None:
        if account_ids:
            found = Arrival.objects.filter(Among("person", account_ids)).values_list("person", "network")
            self._networks |= dict.fromkeys(account_ids, "") | dict(found)
        while len(self._networks) > MAX_NETWORKS:
            self._networks.popitem(last=False)


def _is_to_be_watched(person: Person, since: datetime) -> bool:
    """New, by telephone or e-mail, and in no crowd yet."""
    return bool(person.place_at_address and not person.verdict and person.joined_at > since)


watch = RushWatch()
"""This process's."""
