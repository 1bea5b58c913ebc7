"""How many decisions of each kind there were, by month and by ward; counted by the database, from the log."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.utils import timezone

from moderation.ledger.ledger_filter import LedgerFilter, LedgerStream, events_in, streams_in
from sessions.log.event_form import tag_of
from sessions.log.events.desk import DecisionReread, DeskApproved, DeskDeclined, DeskMerged, DeskRemoved
from sessions.log.events.months import DeskMatterDecided
from sessions.log.ledger_events import LEDGER_DECISIONS
from sessions.models import Event
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.text.months import next_month

MONTHS = 12
COMPARED_DECISIONS = {
    tag_of(kind): LEDGER_DECISIONS[kind] for kind in (DeskApproved, DeskMerged, DeskDeclined, DeskRemoved)
}
"""What the numbers compare; the other decisions are in the list. Of complaints and suggestions those about their words
are counted, by the same names."""

type Counted = dict[tuple[date, str], int]
"""How many decisions of one stream, by the first day of their month and by a value of COMPARED_DECISIONS."""


@dataclass(frozen=True, slots=True)
class DecisionNumbers:
    """Counts of decisions.

    of: the month (its first day) or the ward's number; the counts are by the values of COMPARED_DECISIONS.
    """

    of: date | int
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class LedgerNumbers:
    """The counts of the ledger.

    by_month: the newest first; by_ward: by number. Months and wards without any decision are left out.
    """

    by_month: list[DecisionNumbers]
    by_ward: list[DecisionNumbers]


def count_decisions(ward: int | None) -> LedgerNumbers:
    """The last MONTHS months, of one ward or of all. One query, and one more each where chats or months have grown."""
    months, streams = _last_months(timezone.localdate()), streams_in(ward)
    by_month: dict[date, dict[str, int]] = {}
    by_ward: dict[int, dict[str, int]] = {}
    for stream, counted in zip(streams, _count_streams(streams, months), strict=True):
        for (on, kind), count in counted.items():
            for counts in (by_month.setdefault(on, {}), by_ward.setdefault(stream.ward, {})):
                counts[kind] = counts.get(kind, 0) + count
    return LedgerNumbers(
        [DecisionNumbers(on, by_month[on]) for on in sorted(by_month, reverse=True)],
        [DecisionNumbers(number, by_ward[number]) for number in sorted(by_ward)],
    )


def count_agreement(wanted: LedgerFilter) -> tuple[int, int]:
    """Count the decisions that were read again as a sample, and those on which both moderators agree. One query."""
    rows = events_in(wanted).filter(type=tag_of(DecisionReread)).order_by()
    counted = dict(rows.values_list("body__agrees").annotate(Count("pk")))
    return sum(counted.values()), counted.get(True, 0)


_counted: dict[int, tuple[tuple[str, int, date], Counted]] = {}
"""What this process has counted, by the key of a stream, with what it holds for: an epoch, a last number, and the first
of the months. A chat that is over hardly ever changes: nobody waits while thousands of decisions are counted again."""


def _count_streams(streams: list[LedgerStream], months: list[date]) -> list[Counted]:
    """The numbers of each stream, in the order of the streams."""
    wanted = {stream.pk: (stream.epoch, stream.seq, months[0]) for stream in streams}
    grown = {pk: seen for pk, seen in wanted.items() if pk not in _counted or _counted[pk][0] != seen}
    counts: dict[int, Counted] = {}
    for count_again, is_of_month in ((_count_chats, False), (_count_month_logs, True)):
        some = [stream.pk for stream in streams if stream.pk in grown and stream.is_of_month == is_of_month]
        counts |= count_again(some, months) if some else {}
    _counted.update({pk: (seen, counts.get(pk, {})) for pk, seen in grown.items()})
    return [counts.get(pk, {}) if pk in grown else _counted[pk][1] for pk in wanted]


def _count_chats(streams: list[int], months: list[date]) -> dict[int, Counted]:
    """Count decisions of chats, by the key of the stream; the database reads an index alone."""
    rows = _within(streams, months).filter(type__in=COMPARED_DECISIONS).values_list("stream", _place_of(months), "type")
    found: dict[int, Counted] = {}
    for stream, place, kind, count in rows.annotate(Count("pk")):
        found.setdefault(stream, {})[months[place], COMPARED_DECISIONS[kind]] = count
    return found


def _count_month_logs(streams: list[int], months: list[date]) -> dict[int, Counted]:
    """Count decisions about the words of complaints and suggestions, by the key of the stream."""
    rows = _within(streams, months).filter(type=tag_of(DeskMatterDecided), body__part="words")
    found: dict[int, Counted] = {}
    counted = rows.values_list("stream", _place_of(months), KT("body__decision")).annotate(Count("pk"))
    for stream, place, decision, count in counted:
        if decision in COMPARED_DECISIONS.values():
            found.setdefault(stream, {})[months[place], decision] = count
    return found


def _within(streams: list[int], months: list[date]) -> QuerySet[Event]:
    since, until = city_moment(months[0]), city_moment(months[-1])
    return Event.objects.filter(in_ledger_at__gte=since, in_ledger_at__lt=until, stream__in=streams).order_by()


def _place_of(months: list[date]) -> Case:
    """The place in `months` of the month in which an event entered the ledger."""
    return Case(
        *(When(in_ledger_at__lt=city_moment(after), then=Value(n)) for n, after in enumerate(months[1:])),
        output_field=IntegerField(),
    )


def _last_months(today: date) -> list[date]:
    """The first days of the last MONTHS months, and of the next one."""
    year, month = today.year, today.month
    starts = [date(year + (month - 1 - ago) // 12, (month - 1 - ago) % 12 + 1, 1) for ago in range(MONTHS)]
    return [*reversed(starts), next_month(today)]
