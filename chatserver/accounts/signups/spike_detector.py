"""Detects spikes: very many new accounts from one network that support one question within a minute.

Each process counts in its own memory, and queries the database only where a question is supported that fast. So the
support is held at once. Spikes that are spread over several processes are found by spikes_in_database.py.
"""

import threading
import time
from collections import OrderedDict, defaultdict, deque
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chatserver.accounts.models.arrival import Arrival
from chatserver.accounts.signups.crowds import flag_people
from sessions.platform.database.in_array import InArray
from sessions.platform.people import Person

SPIKE = 12
"""New accounts within SPIKE_WITHIN_S: more than a few households, and fewer than the top question's supporters."""

SPIKE_WITHIN_S = 60.0
NEW = timedelta(days=3)
MAX_QUESTIONS = 2000
MAX_ACCOUNTS = 20_000


class SpikeDetector:
    """Flags the accounts of a spike. One detector for each process; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._recent: OrderedDict[UUID, deque[tuple[float, int]]] = OrderedDict()
        """Question to pairs of time and account id of its new supporters, the oldest first."""
        self._networks: OrderedDict[int, str] = OrderedDict()
        self._flagged: OrderedDict[int, None] = OrderedDict()
        """Ids of accounts that are flagged already, or that need not be flagged."""

    def note_supports(self, supports: Iterable[tuple[Person, UUID]]) -> None:
        """Note new pairs of supporter and question, and flag supporters where they are too many. In a transaction."""
        since = timezone.now() - NEW
        fresh = [(person.pk, question) for person, question in supports if _is_to_be_watched(person, since)]
        for people in self._note(fresh, time.monotonic()) if fresh else ():
            self._flag(people)

    def _note(self, fresh: Iterable[tuple[int, UUID]], now: float) -> list[set[int]]:
        """The supporters of each question that is supported that fast. Waits for no lock of the database."""
        with self._lock:
            return [people for people in self._recent_of(fresh, now) if len(people) >= SPIKE]

    def _recent_of(self, fresh: Iterable[tuple[int, UUID]], now: float) -> list[set[int]]:
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
            while recent[0][0] <= now - SPIKE_WITHIN_S:
                recent.popleft()
        return [{account_id for _at, account_id in self._recent.get(question, ())} for question in touched]

    def _flag(self, people: Collection[int]) -> None:
        alike: defaultdict[str, set[int]] = defaultdict(set)
        for account_id, network in self._networks_of(people).items():
            alike[network].add(account_id)
        for network, these in alike.items():
            new = these - self._flagged.keys()
            if network and new and len(these) >= SPIKE:
                flag_people(network, new, timezone.now())
                transaction.on_commit(partial(self._keep, self._flagged, dict.fromkeys(new)))

    def _networks_of(self, account_ids: Collection[int]) -> dict[int, str]:
        """Account id to network, blank where it is no longer known. One query where there is a new account."""
        with self._lock:
            known = {pk: self._networks[pk] for pk in account_ids if pk in self._networks}
        unknown = [account_id for account_id in account_ids if account_id not in known]
        if unknown:
            rows = Arrival.objects.filter(InArray("person", unknown)).values_list("person", "network")
            found = dict.fromkeys(unknown, "") | dict(rows)
            self._keep(self._networks, found)
            known |= found
        return known

    def _keep(self, kept: OrderedDict[int, Any], more: Mapping[int, Any]) -> None:
        with self._lock:
            kept |= more
            while len(kept) > MAX_ACCOUNTS:
                kept.popitem(last=False)


def _is_to_be_watched(person: Person, since: datetime) -> bool:
    """Whether the account is new, made by telephone or e-mail, and in no crowd yet."""
    return bool(person.place_at_address and not person.verdict and person.joined_at > since)


detector = SpikeDetector()
"""The detector of this process."""
