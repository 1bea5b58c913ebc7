"""Reads what the conflicts of the calendar depend on, as plain values.

Two readings are equal as long as nothing has changed that could make or end a conflict, no matter which process changed
it, and how. So a reading can stand for what was found with it.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from sessions.models import Appointment, ChatSession, Closure, Duty, Office, OfficeKind, Ward


class ChatAhead(NamedTuple):
    """A chat session that can still be moved. waits: it has no date yet."""

    pk: UUID
    ward_id: int
    ward_number: int
    borough_id: int | None
    starts_at: datetime
    ends_at: datetime
    waits: bool

    @property
    def day(self) -> date:
        """The day of its start, in the city's time zone."""
        return timezone.localdate(self.starts_at)


class HostTerm(NamedTuple):
    """A term in which somebody holds a ward's office."""

    ward_id: int
    from_on: date
    to_on: date | None


class ModeratorTerm(NamedTuple):
    """A term in which an account that is not disabled screens in a ward, in a borough, or in the whole city."""

    person_id: int
    ward_id: int | None
    borough_id: int | None
    is_for_city: bool
    from_on: date
    to_on: date | None


class ClosedDays(NamedTuple):
    """A closed range of days. ward_id: None for the whole city."""

    ward_id: int | None
    from_on: date
    to_on: date


class ConflictFacts(NamedTuple):
    """Everything that conflicts are found from. chats: in the order of time."""

    chats: tuple[ChatAhead, ...]
    hosts: tuple[HostTerm, ...]
    moderators: tuple[ModeratorTerm, ...]
    closed: tuple[ClosedDays, ...]


def conflict_facts_of(wards: Collection[Ward]) -> ConflictFacts:
    """Read the facts of these wards and of the others in their boroughs, which share moderators. Four small queries."""
    boroughs = {ward.borough_id for ward in wards if ward.borough_id is not None}
    there = Q(ward__in={ward.pk for ward in wards}) | Q(ward__borough__in=boroughs)
    ahead = ChatSession.objects.ahead().filter(there, ends_at__gt=timezone.now()).order_by("starts_at", "ward")
    hosts = Office.objects.filter(there).exclude(kind=OfficeKind.VACANT).order_by("pk")
    moderators = Appointment.objects.filter(duty=Duty.MODERATOR, person__is_active=True).order_by("pk")
    closed = Closure.objects.closed().order_by("pk")
    chat = ("pk", "ward_id", "ward__number", "ward__borough_id", "starts_at", "ends_at", "waits")
    return ConflictFacts(
        _read(ahead, ChatAhead, chat),
        _read(hosts, HostTerm, HostTerm._fields),
        _read(moderators, ModeratorTerm, ModeratorTerm._fields),
        _read(closed, ClosedDays, ClosedDays._fields),
    )


def _read(rows: "QuerySet[Any, Any]", row: Any, columns: tuple[str, ...]) -> tuple[Any, ...]:
    """A row of this named tuple for each of the rows."""
    return tuple(map(row._make, rows.values_list(*columns)))
