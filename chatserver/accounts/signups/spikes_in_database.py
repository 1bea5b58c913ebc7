"""Finds spikes that no process can see by itself: spread over several processes, or over hours.

spike_detector.py counts in memory, for one process. This module counts in the database, several times a minute, for all
processes together. It also counts the support of complaints and suggestions.
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
from sessions.models import OPEN_STATES, Backing, MatterSupport

SPIKE_WITHIN = timedelta(seconds=SPIKE_WITHIN_S)


@dataclass(frozen=True, slots=True)
class Supports:
    """Rows of a table of supports that can still be held; the names of the fields for what is supported, and when."""

    rows: QuerySet[Any]
    of: str
    at: str


def flag_spikes(now: datetime) -> int:
    """Flag new accounts of one network that support the same: SPIKE within a minute, or CROWD at any pace.

    People whose support a clerk has allowed to count are left out. Answers the number of spikes that were found. Two
    queries if there is none.
    """
    kinds = (
        Supports(Backing.objects.filter(question__chat_session__state__in=OPEN_STATES), "question", "backed_at"),
        Supports(MatterSupport.objects.filter(matter__state__in=SUPPORTED_STATES), "matter", "at"),
    )
    return sum(_flag_spikes_among(supports, now) for supports in kinds)


def _flag_spikes_among(supports: Supports, now: datetime) -> int:
    new = Q(person__joined_at__gt=now - NEW, person__place_at_address__gt=0, person__arrival__isnull=False)
    rows = supports.rows.filter(new).exclude(person__verdict=CrowdVerdict.COUNTS).order_by()
    lately = Q(**{f"{supports.at}__gt": now - SPIKE_WITHIN})
    alike = rows.values_list(supports.of, "person__arrival__network")
    counted = alike.annotate(in_all=Count("pk"), lately=Count("pk", filter=lately))
    found = list(counted.filter(Q(in_all__gte=CROWD) | Q(lately__gte=SPIKE)))
    for what, network, in_all, _lately in found:
        people = rows.filter(**{supports.of: what}, person__arrival__network=network, person__verdict="")
        people = people if in_all >= CROWD else people.filter(lately)
        with transaction.atomic():
            flag_people(network, set(people.values_list("person", flat=True)), now)
    return len(found)
