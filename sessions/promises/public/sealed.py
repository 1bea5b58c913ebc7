"""The figures of promises that anybody can recompute: counted from sealed months alone, and they never change.

Unless another month is asked for, those of a year tell how things stood at its end: twelve documents of each ward are
enough. While a year is not over, they tell how things stood at the end of the last month that is sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from django.db.models import Q, QuerySet
from django.utils import timezone

from sessions.models import Event, LogLeaf, MonthLog, Promise, StreamName, Ward
from sessions.platform.clock.city_zone import city_zone
from sessions.platform.text.months import month_before, next_month
from sessions.promises.public.counting import (
    ADDED,
    PROMISE_COUNTS,
    PROMISE_FIGURES_FORMAT,
    Key,
    PromiseFigures,
    count_promises,
    promise_figures_row,
)
from sessions.promises.public.figures import rows_of_year
from sessions.promises.public.log_folding import PROMISE_EVENT_PREFIX, LoggedStep, fold_promises

KEPT_ANSWERS = 32


@dataclass(frozen=True, slots=True)
class SealedMonth:
    """A document that the figures are counted from: what proves that it is the one."""

    ward: int
    month: str
    size: int
    root: str

    @property
    def slug(self) -> str:
        return f"ward-{self.ward}-{self.month}"

    @property
    def address(self) -> str:
        return f"/wards/{self.ward}/log/{self.month}.json"


def sealed_document(year: int, ward: Ward | None = None, until: date | None = None) -> dict[str, Any]:
    """{"format", "year", "ward", "until", "time_zone", "counted_from": [...], "figures": [rows of COLUMNS]}.

    Of one ward it has the rows of that ward alone. until: the first day of the last month that is counted; one that is
    later than the last sealed one means that one. In the document it is the last day that is counted.
    """
    numbers = _wards_of(year, ward)
    month = _until(numbers, year, until)
    months = _months_of(numbers, year, month)
    rows = _figures(year, None if ward is None else ward.number, month, months)
    return {
        "format": PROMISE_FIGURES_FORMAT,
        "year": year,
        "ward": ward.number if ward is not None else None,
        "until": last_day(month).isoformat(),
        "time_zone": city_zone().key,
        "counted_from": [
            {"slug": each.slug, "size": each.size, "root": each.root, "address": each.address} for each in months
        ],
        "figures": list(rows),
    }


def sealed_until(year: int, ward: Ward | None = None) -> date:
    """The last day that such a document counts."""
    return last_day(_until(_wards_of(year, ward), year, None))


def figures_of_document(document: Mapping[str, Any]) -> dict[Key, PromiseFigures]:
    """The figures of such a document, for a page; its median days stand for all of the days."""
    found = {}
    for row in document["figures"]:
        days = row["median_days_late"]
        counts = {name: row[name] for name in (*PROMISE_COUNTS, *ADDED)}
        found[row["ward"], row["by"], row["of"]] = PromiseFigures(counts, [] if days is None else [days])
    return found


def last_sealed_month(wards: list[int]) -> date:
    """The first day of the last month in which nothing of these wards can still change."""
    this_month = timezone.localdate().replace(day=1)
    rows = MonthLog.objects.open().filter(ward__number__in=wards).order_by("month")
    first_open = rows.values_list("month", flat=True).first() or this_month
    return month_before(min(this_month, first_open))


def last_day(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def _until(wards: list[int], year: int, until: date | None) -> date:
    """The first day of the last month that is counted."""
    return min(until or date(year, 12, 1), last_sealed_month(wards))


def _wards_of(year: int, ward: Ward | None) -> list[int]:
    if ward is not None:
        return [ward.number]
    rows = rows_of_year(Promise.objects.all(), year).order_by("ward__number")
    return list(rows.values_list("ward__number", flat=True).distinct())


def _months_of(wards: list[int], year: int, until: date) -> tuple[SealedMonth, ...]:
    """All sealed months of the year up to `until`, and those before in which something made in it was proposed."""
    in_time = Q(month__gte=date(year, 1, 1)) | Q(pk__in=_events(year).values("stream__month_log"))
    rows = MonthLog.objects.filter(in_time, ward__number__in=wards, month__lte=until, sealed_at__isnull=False)
    logs = list(rows.order_by("ward__number", "month").values_list("ward__number", "month", "record__slug"))
    leaves = LogLeaf.objects.filter(kind=LogLeaf.Kind.RECORD, slug__in=[slug for _ward, _month, slug in logs])
    states = {slug: msgspec.json.decode(data) for slug, data in leaves.order_by("index").values_list("slug", "data")}
    return tuple(
        SealedMonth(ward, f"{month:%Y-%m}", states[slug]["size"], states[slug]["root"]) for ward, month, slug in logs
    )


@lru_cache(maxsize=KEPT_ANSWERS)
def _figures(year: int, ward: int | None, until: date, _months: tuple[SealedMonth, ...]) -> tuple[dict[str, Any], ...]:
    """Kept by the roots of what they are counted from: the same sealed months always give the same figures."""
    rows = _events(year).filter(stream__month_log__month__lte=until)
    rows = rows if ward is None else rows.filter(stream__month_log__ward__number=ward)
    rows = rows.order_by("stream__month_log__month", "stream", "seq")
    told = (LoggedStep(*row) for row in rows.values_list("type", "at", "body"))
    counted = count_promises(fold_promises(told, city_zone()).values(), year, last_day(until))
    return tuple(promise_figures_row(year, key, figures) for key, figures in counted.items() if ward in (None, key[0]))


def _events(year: int) -> QuerySet[Event]:
    """The events of promises that were made or proposed in a year."""
    promises = rows_of_year(Promise.objects.all(), year).order_by().values("pk")
    return Event.objects.filter(
        type__startswith=PROMISE_EVENT_PREFIX, stream__name=StreamName.WARD, promise_event__promise__in=promises
    )
