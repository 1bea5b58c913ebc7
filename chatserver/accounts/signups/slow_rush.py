"""Finds the rushes that no process can see by itself: spread over several processes, or over hours.

What rush.py counts in its memory is counted here in the database, several times a minute, for all processes together;
and the support of complaints and suggestions with that of questions.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from chatserver.accounts.models.arrival import CrowdVerdict
from chatserver.accounts.signups.crowds import CROWD, flag_people
from chatserver.accounts.signups.rush import NEW, RUSH, RUSH_WITHIN_S
from sessions.matters.supporting.support import SUPPORTED_STATES
from sessions.models import OPEN_STATES, Backing, MatterSupport

RUSH_WITHIN = timedelta(seconds=RUSH_WITHIN_S)


@dataclass(frozen=True, slots=True)
class Supports:
    """Rows of a table of supports that can still change something; the fields that say for what they are, and when."""

    rows: QuerySet[Any]
    of: str
    at: str


def flag_rushes(now: datetime) -> int:
    """Flag new accounts of one network that support the same: RUSH within a minute, or CROWD at any pace.

    People whom a clerk has let count are left out. Answers the number of rushes that were found. Two queries where
    there is none.
    """
    kinds = (
        Supports(Backing.objects.filter(question__chat_session__state__in=OPEN_STATES), "question", "backed_at"),
        Supports(MatterSupport.objects.filter(matter__state__in=SUPPORTED_STATES), "matter", "at"),
    )
    return sum(_flag_rushes_among(supports, now) for supports in kinds)


def _flag_rushes_among(supports: Supports, now: datetime) -> int:
    new = Q(person__joined_at__gt=now - NEW, person__place_at_address__gt=0, person__arrival__isnull=False)
    rows = supports.rows.filter(new).exclude(person__verdict=CrowdVerdict.COUNTS).order_by()
    lately = Q(**{f"{supports.at}__gt": now - RUSH_WITHIN})
    alike = rows.values_list(supports.of, "person__arrival__network")
    counted = alike.annotate(in_all=Count("pk"), lately=Count("pk", filter=lately))
    found = list(counted.filter(Q(in_all__gte=CROWD) | Q(lately__gte=RUSH)))
    for what, network, in_all, _lately in found:
        people = rows.filter(**{supports.of: what}, person__arrival__network=network, person__verdict="")
        people = people if in_all >= CROWD else people.filter(lately)
        with transaction.atomic():
            flag_people(network, set(people.values_list("person", flat=True)), now)
    return len(found)
