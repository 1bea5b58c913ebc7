"""Which events of month logs stand in the timelines that readers see, and under which word.

A matter has many steps: those that change what a reader knows of it are shown; its own page has all of them.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import UUIDField

from sessions.log.event_form import LoggedAs
from sessions.log.events.months import MatterOverdue, MatterPublished, MatterStepped
from sessions.log.events.promises_and_activities import (
    ActivityPublished,
    ActivityWithdrawn,
    PromiseMade,
    PromiseProposed,
    PromiseStepped,
)
from sessions.log.logged_event import LoggedEvent
from sessions.models import Borough, Event, Matter, MatterKind, TimelineEntry, TimelineKind, Ward
from sessions.models import TimelineNews as News
from sessions.platform.database.in_array import InArray
from sessions.platform.database.prepared_query import Given, PreparedQuery

MATTER_NEWS: Mapping[str, News] = {
    "plan": News.PROGRESS,
    "start": News.PROGRESS,
    "transfer": News.PROGRESS,
    "delay": News.PROGRESS,
    "update": News.PROGRESS,
    "claim_done": News.CLAIMED,
    "confirm": News.DONE,
    "half": News.NOT_DONE,
    "dispute": News.NOT_DONE,
    "refuse": News.NOT_DONE,
    "accept": News.PROGRESS,
    "not_accept": News.NOT_DONE,
    "finish": News.DONE,
}
"""News by step; other steps are not in the timeline, but in the matter's own history."""

PROMISE_NEWS: Mapping[str, News] = {
    "confirm": News.NEW,
    "not_confirm": News.NOT_DONE,
    "unanswered": News.OVERDUE,
    "overdue": News.OVERDUE,
    "new_day": News.PROGRESS,
    "claim": News.CLAIMED,
    "unconfirmed": News.CLAIMED,
    "unconfirmable": News.CLAIMED,
    "keep": News.DONE,
    "dispute": News.NOT_DONE,
    "break": News.NOT_DONE,
    "adopt": News.PROGRESS,
    "drop": News.NOT_DONE,
}

SHOWN_STAGES = (1, 3)
"""Stages of an overdue matter in the timeline: it is overdue, and it becomes a question of the next chat."""


class TimelineLine(NamedTuple):
    """A line of the timeline. matter_id: set if the event does not say what kind of matter it is about."""

    kind: TimelineKind | None
    news: News
    matter_id: str = ""


def timeline_line_of(event: LoggedAs) -> TimelineLine | None:
    """Return the event's line; None for an event that is not in the timeline; pure."""
    line: TimelineLine | None = None
    match event:
        case MatterPublished():
            line = TimelineLine(TimelineKind(event.kind), News.NEW)
        case MatterStepped() if event.step in MATTER_NEWS:
            line = TimelineLine(None, MATTER_NEWS[event.step], event.id)
        case MatterOverdue() if event.stage in SHOWN_STAGES:
            line = TimelineLine(None, News.OVERDUE, event.id)
        case PromiseProposed() | PromiseMade():
            line = TimelineLine(TimelineKind.PROMISE, News.NEW)
        case PromiseStepped() if event.step in PROMISE_NEWS:
            line = TimelineLine(TimelineKind.PROMISE, PROMISE_NEWS[event.step])
        case ActivityPublished():
            line = TimelineLine(TimelineKind.ACTIVITY, News.NEW if event.is_planned else News.CLAIMED)
        case ActivityWithdrawn():
            line = TimelineLine(TimelineKind.ACTIVITY, News.NOT_DONE)
    return line


def enter_into_timeline(owner: Ward | Borough, logged: LoggedEvent, row: Event) -> None:
    """Enter an event in the transaction that appended it; does nothing for one that is not in the timeline."""
    line = timeline_line_of(logged.event)
    if line is not None and not _is_only_corrected(logged.event, line):
        _entry(owner, logged, row.pk, line.kind or _kind_of(line.matter_id), line.news).save()


def enter_matters_into_timeline(owner: Ward | Borough, logged: Sequence[LoggedEvent], keys: Sequence[int]) -> None:
    """Enter many events about matters at once, in the transaction that appended them. keys: of their rows."""
    lines = [timeline_line_of(each.event) for each in logged]
    kinds = _kinds_of([UUID(line.matter_id) for line in lines if line is not None and line.kind is None])
    TimelineEntry.objects.bulk_create(
        _entry(owner, each, key, line.kind or kinds[UUID(line.matter_id)], line.news)
        for each, key, line in zip(logged, keys, lines, strict=True)
        if line is not None
    )


def _entry(owner: Ward | Borough, logged: LoggedEvent, key: int, kind: TimelineKind, news: News) -> TimelineEntry:
    is_ward = isinstance(owner, Ward)
    return TimelineEntry(
        event_id=key,
        ward_id=owner.pk if is_ward else None,
        borough_id=owner.borough_id if isinstance(owner, Ward) else owner.pk,
        kind=kind,
        news=news,
        at=logged.at,
    )


def _is_only_corrected(event: LoggedAs, line: TimelineLine) -> bool:
    """Whether an activity is published again, and its last line says the same: other words are no news."""
    if not isinstance(event, ActivityPublished):
        return False
    told = TimelineEntry.objects.filter(event__activity_event__activity=UUID(event.id)).order_by("-pk")
    return told.values_list("news", flat=True).first() == line.news


def _kind_of(matter_id: str) -> TimelineKind:
    return _timeline_kind(_kind_query.get(matter=UUID(matter_id)))


def _kinds_of(matter_ids: Sequence[UUID]) -> dict[UUID, TimelineKind]:
    found = Matter.objects.filter(InArray("pk", matter_ids)).values_list("pk", "kind") if matter_ids else ()
    return {pk: _timeline_kind(kind) for pk, kind in found}


def _timeline_kind(kind: str) -> TimelineKind:
    return TimelineKind.SUGGESTION if kind == MatterKind.SUGGESTION else TimelineKind.COMPLAINT


_kind_query = PreparedQuery(
    lambda: Matter.objects.filter(pk=Given("matter", UUIDField())).values_list("kind", flat=True)
)
