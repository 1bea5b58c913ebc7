"""The part of a timeline that stands in the month logs: one query by an index, however much there is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from sessions.log.log import events_of_months
from sessions.log.logged_event import LoggedEvent
from sessions.models import Activity, Matter, Promise, TimelineEntry, TimelineKind
from sessions.site.scope import Frozen, Scope
from sessions.site.timeline.timeline_filter import TimelineFilter

MATTER_KINDS = (TimelineKind.COMPLAINT, TimelineKind.SUGGESTION)
OF_MATTERS = ("id", "number", "state", "kind", "text", "masked", "category", "ward", "landmark", "is_place_hidden")
OF_PROMISES = ("id", "number", "what", "is_withheld", "ward")
OF_ACTIVITIES = ("id", "number", "titles", "state", "ward", "borough", "landmark")


@dataclass(frozen=True, slots=True)
class LoggedLine:
    """A line from the log. subject: what it is about, as it stands now."""

    entry: TimelineEntry
    logged: LoggedEvent
    subject: Matter | Promise | Activity


def entries_of(scope: Scope, wanted: TimelineFilter, frozen: Frozen, *, most: int) -> list[TimelineEntry]:
    """The newest that the filter leaves; what was achieved is left out where a freeze lasts."""
    rows = _in_scope(scope)
    rows = rows.filter(kind=wanted.kind) if wanted.kind else rows
    rows = rows.filter(news=wanted.news) if wanted.news else rows
    if frozen.covers(scope):
        rows = rows.exclude(kind=TimelineKind.ACTIVITY)
    elif frozen.wards:
        rows = rows.filter(~Q(kind=TimelineKind.ACTIVITY) | frozen.leaves())
    if (before := wanted.before) is not None:
        same = Q(at=before.at, pk__lt=before.entry) if before.entry else Q(pk__lt=0)
        # The first condition alone lets the database begin in the middle of the index.
        rows = rows.filter(at__lte=before.at).filter(Q(at__lt=before.at) | same)
    return list(rows.order_by("-at", "-pk")[:most])


def _in_scope(scope: Scope) -> QuerySet[TimelineEntry]:
    if scope.ward is not None:
        return TimelineEntry.objects.filter(ward=scope.ward)
    return (
        TimelineEntry.objects.filter(borough=scope.borough)
        if scope.borough is not None
        else TimelineEntry.objects.all()
    )


def lines_of(entries: Collection[TimelineEntry]) -> list[LoggedLine]:
    """The lines of events, with their events and what they are about.

    A query for each, and those of what is withheld.
    """
    if not entries:
        return []
    events = events_of_months(each.event_id for each in entries)
    matters = _rows(Matter.objects.select_related("category", "ward"), OF_MATTERS, entries, events, MATTER_KINDS)
    promises = _rows(Promise.objects.select_related("ward"), OF_PROMISES, entries, events, (TimelineKind.PROMISE,))
    of_activities = Activity.objects.select_related("ward", "borough")
    activities = _rows(of_activities, OF_ACTIVITIES, entries, events, (TimelineKind.ACTIVITY,))
    subjects: dict[UUID, Any] = {**matters, **promises, **activities}
    found = ((entry, events[entry.event_id]) for entry in entries if entry.event_id in events)
    return [LoggedLine(entry, logged, subjects[key]) for entry, logged in found if (key := _about(logged)) in subjects]


def _rows(
    rows: QuerySet[Any],
    columns: Iterable[str],
    entries: Collection[TimelineEntry],
    events: dict[int, LoggedEvent],
    kinds: Collection[str],
) -> dict[UUID, Any]:
    wanted = {_about(events[each.event_id]) for each in entries if each.kind in kinds and each.event_id in events}
    related = ("category__slug", "category__names", "ward__number", "borough__code", "borough__names")
    names = {each.split("__")[0] for each in related} & set(columns)
    fields = [*columns, *(each for each in related if each.split("__")[0] in names)]
    return rows.only(*fields).in_bulk(list(wanted)) if wanted else {}


def _about(logged: LoggedEvent) -> UUID:
    return UUID(logged.event.id)  # type: ignore[union-attr,arg-type] # each event of the timeline has the id of its subject
