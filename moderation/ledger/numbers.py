"""How many decisions of each kind there were, by month and by ward; counted by the database, from the log."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, Value, When
from django.utils import timezone

from moderation.ledger.ledger_filter import LedgerFilter, events_in, starts_of, wards_of_streams
from sessions.calendar.shown.month import first_of_next
from sessions.log.event_form import tag_of
from sessions.log.events import DecisionReread, DeskApproved, DeskDeclined, DeskRemoved
from sessions.models import Event

MONTHS = 12
KINDS = {tag_of(DeskApproved): "approved", tag_of(DeskDeclined): "declined", tag_of(DeskRemoved): "taken_down"}
"""What the numbers compare; the other decisions are in the list."""


@dataclass(frozen=True, slots=True)
class DecisionNumbers:
    """of: the month (its first day) or the ward's number; the counts are by the values of KINDS."""

    of: date | int
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class LedgerNumbers:
    """by_month: the newest first; by_ward: by number. Months and wards without any decision are left out."""

    by_month: list[DecisionNumbers]
    by_ward: list[DecisionNumbers]


def count_decisions(ward: int | None) -> LedgerNumbers:
    """The last MONTHS months, of one ward or of all. Two queries; the long one reads an index alone."""
    months, wards = _last_months(timezone.localdate()), wards_of_streams(ward)
    rows = Event.objects.filter(in_ledger_at__gte=starts_of(months[0]), type__in=KINDS)
    month = Case(
        *(When(in_ledger_at__lt=starts_of(after), then=Value(n)) for n, after in enumerate(months[1:])),
        default=Value(MONTHS),
        output_field=IntegerField(),
    )
    by_month: dict[date, dict[str, int]] = {}
    by_ward: dict[int, dict[str, int]] = {}
    for stream, place, kind, count in rows.order_by().values_list("stream", month, "type").annotate(Count("pk")):
        number = wards.get(stream)
        if number is None or place == MONTHS:
            continue
        for counts in (by_month.setdefault(months[place], {}), by_ward.setdefault(number, {})):
            counts[KINDS[kind]] = counts.get(KINDS[kind], 0) + count
    return LedgerNumbers(
        [DecisionNumbers(on, by_month[on]) for on in sorted(by_month, reverse=True)],
        [DecisionNumbers(number, by_ward[number]) for number in sorted(by_ward)],
    )


def count_agreement(wanted: LedgerFilter) -> tuple[int, int]:
    """Of the sample that was read again: how many, and for how many of them the two moderators agree. One query."""
    rows = events_in(wanted).filter(type=tag_of(DecisionReread)).order_by()
    counted = dict(rows.values_list("body__agrees").annotate(Count("pk")))
    return sum(counted.values()), counted.get(True, 0)


def _last_months(today: date) -> list[date]:
    """The first days of the last MONTHS months, and of the next one."""
    year, month = today.year, today.month
    starts = [date(year + (month - 1 - ago) // 12, (month - 1 - ago) % 12 + 1, 1) for ago in range(MONTHS)]
    return [*reversed(starts), first_of_next(today)]
