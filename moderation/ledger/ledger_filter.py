"""Which part of the ledger a reader asks for: a ward, a month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from sessions.log.event_form import tag_of
from sessions.log.events.staff import DutyEnded, DutyGiven, DutyResumed
from sessions.models import OPEN_STATES, ChatSessionState, Event, Stream, StreamName
from sessions.platform.clock.city_zone import city_moment
from sessions.platform.text.form_values import number_in
from sessions.platform.text.months import next_month, read_year_and_month
from sessions.platform.text.text_input import fold_digits

LONGEST = 20

DUTY_TYPES = tuple(map(tag_of, (DutyGiven, DutyEnded, DutyResumed)))
CITY = "city"

OVER_STATES = tuple(state for state in ChatSessionState if state not in OPEN_STATES)
"""During an evening nobody can count its refusals: the ledger lists its decisions from the close on, as the record.

Decisions about complaints and suggestions belong to no evening, and are listed at once.
"""


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """A filter of the ledger. ward: None for all wards. month: its first day; None for all months."""

    ward: int | None = None
    month: date | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "LedgerFilter":
        """Read the filter from `ward` and `month` (2026-11); invalid input filters nothing."""
        given = {name: fold_digits(query.get(name, "")[:LONGEST].strip()) for name in ("ward", "month")}
        return cls(number_in(given["ward"], 3), read_year_and_month(given["month"]))

    def query(self) -> dict[str, str]:
        given = {"ward": self.ward, "month": f"{self.month:%Y-%m}" if self.month else None}
        return {name: str(value) for name, value in given.items() if value is not None}


def events_in(wanted: LedgerFilter) -> QuerySet[Event, Any]:
    """The events that the ledger lists, in no order. Those of a ward include duties for its borough and the city."""
    streams = Stream.objects.filter(_may_show(wanted.ward))
    where = Q(stream__in=streams.order_by())
    if wanted.ward is not None:
        where |= Q(stream__month_log__isnull=False, type__in=DUTY_TYPES, body__place=CITY)
    rows = Event.objects.filter(where, in_ledger_at__isnull=False)
    if wanted.month is not None:
        since, until = city_moment(wanted.month), city_moment(next_month(wanted.month))
        rows = rows.filter(in_ledger_at__gte=since, in_ledger_at__lt=until)
    return rows


class LedgerStream(NamedTuple):
    """A desk's stream that the ledger may show: its key, its last number under which epoch, its ward's number, and
    whether it is of a month, and not of a chat."""

    pk: int
    epoch: str
    seq: int
    ward: int
    is_of_month: bool


def streams_in(ward: int | None) -> list[LedgerStream]:
    """Streams of one ward or of all: of chats that are over, and of months. One query."""
    rows = Stream.objects.filter(_may_show(ward), name__in=(StreamName.DESK, StreamName.WARD_DESK))
    rows = rows.filter(Q(chat_session__isnull=False) | Q(month_log__ward__isnull=False))
    number = Coalesce("chat_session__ward__number", "month_log__ward__number")
    found = rows.values_list("pk", "epoch", "seq", number, "name")
    return [LedgerStream(pk, epoch, seq, ward, name == StreamName.WARD_DESK) for pk, epoch, seq, ward, name in found]


def _may_show(ward: int | None) -> Q:
    """The streams that may be shown: those of chats that are over, and of the months of wards and boroughs."""
    chats, months = Q(chat_session__state__in=OVER_STATES), Q(month_log__isnull=False)
    if ward is not None:
        chats &= Q(chat_session__ward__number=ward)
        months = Q(month_log__ward__number=ward) | Q(month_log__borough__wards__number=ward)
    return chats | months
