"""What an office owes, by the day on which it is due, and what else of its promises waits for somebody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sessions.models import OWED_STATES, Promise, PromiseState
from sessions.models.promises.promise import PromiseQuerySet


@dataclass(frozen=True, slots=True)
class OfficePromises:
    """The promises of an office.

    owed: the first due first, so that what is overdue stands at the top. to_adopt: from an earlier holder.

    claimed: whether they are kept is for others to say.
    """

    owed: PromiseQuerySet
    to_adopt: PromiseQuerySet
    claimed: PromiseQuerySet


def office_promises(wards: Collection[int]) -> OfficePromises:
    """List the promises of the office. wards: their ids. What is to be adopted stands in that list alone."""
    rows = Promise.objects.filter(ward__in=wards).select_related("ward", "holder")
    own = rows.filter(is_to_adopt=False)
    return OfficePromises(
        owed=own.owed().order_by("due_on", "number"),
        to_adopt=rows.filter(is_to_adopt=True).filter(_goes_on).order_by("due_on", "number"),
        claimed=own.filter(state=PromiseState.CLAIMED_KEPT).order_by("-claimed_at", "number"),
    )


def count_owed_promises(wards: Collection[int], today: date) -> tuple[int, int]:
    """How many are owed, and how many of them are overdue; one query."""
    days = list(Promise.objects.owed().filter(ward__in=wards).values_list("due_on", flat=True))
    return len(days), sum(1 for day in days if day is not None and day < today)


_goes_on = Q(state__in=(*OWED_STATES, PromiseState.CLAIMED_KEPT))
