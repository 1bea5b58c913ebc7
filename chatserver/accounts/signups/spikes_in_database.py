"""Finds spikes that no process can see by itself: spread over several processes, or over hours.

spike_detector.py counts in memory, for one process. This module counts in the database, several times a minute, for all
processes together. It also counts the support of complaints and suggestions, and those who ask in one chat.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from chatserver.accounts.models.arrival import CrowdVerdict
from chatserver.accounts.signups.crowds import CROWD, flag_people
from chatserver.accounts.signups.spike_detector import NEW, SPIKE, SPIKE_WITHIN_S
from sessions.matters.supporting.support import SUPPORTED_STATES
from sessions.models import OPEN_STATES, Backing, MatterSupport, Question

SPIKE_WITHIN = timedelta(seconds=SPIKE_WITHIN_S)


@dataclass(frozen=True, slots=True)
class Supports:
    """Rows that can still be held; the names of the fields for what is supported (or where is asked), when, by whom."""

    rows: QuerySet[Any]
    of: str
    at: str
    by: str = "person"


def flag_spikes(now: datetime) -> int:
    """Flag new accounts of one network that support the same, or ask in one chat: SPIKE in a minute, CROWD at any pace.

    People whose support a clerk has allowed to count are left out. Answers the number of spikes that were found. Three
    queries if there is none.
    """
    kinds = (
        Supports(Backing.objects.filter(question__chat_session__state__in=OPEN_STATES), "question", "backed_at"),
        Supports(MatterSupport.objects.filter(matter__state__in=SUPPORTED_STATES), "matter", "at"),
        Supports(Question.objects.filter(chat_session__state__in=OPEN_STATES), "chat_session", "asked_at", by="author"),
    )
    return sum(_flag_spikes_among(supports, now) for supports in kinds)


def _flag_spikes_among(supports: Supports, now: datetime) -> int:
    by = supports.by
    new = {"joined_at__gt": now - NEW, "place_at_address__gt": 0, "arrival__isnull": False}
    rows = supports.rows.filter(**{f"{by}__{name}": value for name, value in new.items()}).order_by()
    rows = rows.exclude(**{f"{by}__verdict": CrowdVerdict.COUNTS})
    lately = Q(**{f"{supports.at}__gt": now - SPIKE_WITHIN})
    alike = rows.values_list(supports.of, f"{by}__arrival__network")
    counted = alike.annotate(in_all=Count(by, distinct=True), lately=Count(by, distinct=True, filter=lately))
    found = list(counted.filter(Q(in_all__gte=CROWD) | Q(lately__gte=SPIKE)))
    for what, network, in_all, _lately in found:
        people = rows.filter(**{supports.of: what, f"{by}__arrival__network": network, f"{by}__verdict": ""})
        people = people if in_all >= CROWD else people.filter(lately)
        with transaction.atomic():
            flag_people(network, set(people.values_list(by, flat=True)), now)
    return len(found)
