"""A borough after two years: 20,000 complaints with their steps in the logs, promises, activities, evenings."""

import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from sessions.log.event_form import body_of, tag_of
from sessions.log.events.months import MatterOverdue, MatterStepped
from sessions.log.events.promises_and_activities import ActivityPublished, PromiseMade, PromiseStepped
from sessions.log.events.streams import MonthLogEvent
from sessions.log.log import start_month_streams
from sessions.log.months.timeline import timeline_line_of
from sessions.matters.publishing import published_event
from sessions.models import (
    Activity,
    ActivityText,
    Answer,
    ChatSession,
    Event,
    Matter,
    MatterEvent,
    MonthLog,
    Office,
    OfficeKind,
    Promise,
    PromiseState,
    PromiseText,
    Question,
    Record,
    SearchEntry,
    SearchText,
    Stream,
    StreamName,
    TimelineEntry,
    Ward,
)
from sessions.platform.lists.words_and_sounds import indexed
from sessions.site.search.activity_texts import text_of_activity
from tests.bench.complaints.filling import DAYS
from tests.bench.complaints.filling import fill as fill_matters
from tests.bench.search.corpus import WARDS as CITY_WARDS
from tests.bench.search.corpus import evenings
from tests.bench.search.filling import evening_rows
from tests.factories.insert_models import insert_models

PROMISES, RECORDS, ACTIVITIES = 2_000, 60, 300
STEPS = ("acknowledge", "plan", "start", "update", "claim_done", "confirm")
"""Events of each complaint the first few; of those the first is in no timeline."""

STATES = (PromiseState.MADE, PromiseState.CLAIMED_KEPT, PromiseState.KEPT, PromiseState.BROKEN)
PROMISE_STEPS = {"claimed_kept": ("claim",), "kept": ("claim", "keep"), "broken": ("overdue", "break"), "made": ()}

type Happened = tuple[datetime, Ward, MonthLogEvent, str]
"""When, where, what, and the kind in the timeline."""


def fill(words: list[str], count: int) -> None:
    """In a migrated, empty database; count: of complaints and suggestions."""
    fill_matters(words, count)
    chance, share = random.Random(3), count / 20_000
    wards = list(Ward.objects.order_by("number"))
    offices = [_office(ward) for ward in wards]
    _add_evenings(words, offices)
    promises = _add_promises(chance, words, offices, round(PROMISES * share))
    activities = _add_activities(chance, words, wards)
    happened = [*_of_matters(chance, words), *_of_promises(promises), *_of_activities(activities)]
    _add_to_logs(sorted(happened, key=lambda each: each[0]))


def _office(ward: Ward) -> Office:
    holder = {"en": f"Holder of ward {ward.number}"}
    return Office.objects.create(ward=ward, kind=OfficeKind.COUNCILLOR, names=holder, from_on=date(2020, 1, 1))


def _add_evenings(words: list[str], offices: list[Office]) -> None:
    rows = [
        row
        for each, questions in enumerate(evenings(words, RECORDS))
        for row in evening_rows(each * CITY_WARDS, offices[each % len(offices)], questions)
    ]
    for kind in (ChatSession, Record, Question, Answer, SearchEntry, SearchText):
        insert_models([row for row in rows if isinstance(row, kind)])


def _add_promises(chance: random.Random, words: list[str], offices: list[Office], count: int) -> list[Promise]:
    made = [_promise(chance, serial, offices[serial % len(offices)], words) for serial in range(count)]
    Promise.objects.bulk_create(made, batch_size=500)
    texts = (PromiseText(promise=each, **indexed(each.what)) for each in made)
    PromiseText.objects.bulk_create(texts, batch_size=500)
    return made


def _promise(chance: random.Random, serial: int, office: Office, words: list[str]) -> Promise:
    at = _some_time_ago(chance)
    due_on = timezone.localdate(at) + timedelta(days=60)
    state = chance.choice(STATES)
    return Promise(
        ward=office.ward,
        year=at.year,
        serial=serial,
        number=f"{office.ward.number}-P-{at.year}-{serial}",
        made_by="tick",
        office=office,
        holder=office,
        what=" ".join(chance.choices(words, k=12)),
        state=state,
        made_at=at,
        changed_at=at,
        due_on=due_on,
        first_due_on=due_on,
        due_stage=2 if state == PromiseState.MADE and due_on < timezone.localdate() else 0,
    )


def _add_activities(chance: random.Random, words: list[str], wards: list[Ward]) -> list[Activity]:
    made = [_activity(chance, serial, wards[serial % len(wards)], words) for serial in range(ACTIVITIES)]
    Activity.objects.bulk_create(made)
    ActivityText.objects.bulk_create(ActivityText(activity=each, **text_of_activity(each)) for each in made)
    return made


def _activity(chance: random.Random, serial: int, ward: Ward, words: list[str]) -> Activity:
    at = _some_time_ago(chance)
    return Activity(
        ward=ward,
        year=at.year,
        serial=serial,
        number=f"{ward.number}-A-{at.year}-{serial}",
        titles={"en": " ".join(chance.choices(words, k=6))},
        texts={"en": " ".join(chance.choices(words, k=40))},
        on_day=timezone.localdate(at),
        state="published",
        made_at=at,
        changed_at=at,
        published_at=at,
    )


def _some_time_ago(chance: random.Random) -> datetime:
    return timezone.now() - timedelta(days=DAYS * chance.random())


def _of_matters(chance: random.Random, words: list[str]) -> Iterable[Happened]:
    for matter in Matter.objects.select_related("ward", "category").iterator(chunk_size=500):
        at = matter.published_at
        assert at is not None, "all of them are public"
        facts: dict[str, Any] = {"id": str(matter.pk), "number": matter.number}
        yield at, matter.ward, published_event(matter), matter.kind
        for days, step in enumerate(STEPS[: chance.randint(0, len(STEPS))], start=1):
            text = " ".join(chance.choices(words, k=10))
            told = MatterStepped(**facts, step=step, state=matter.state, version=days + 1, by="office", text=text)
            yield at + timedelta(days=days), matter.ward, told, matter.kind
        if chance.random() < 0.3:
            overdue = MatterOverdue(**facts, stage=1, due_on=timezone.localdate(at).isoformat())
            yield at + timedelta(days=30), matter.ward, overdue, matter.kind


def _of_promises(promises: Iterable[Promise]) -> Iterable[Happened]:
    for promise in promises:
        assert promise.made_at is not None, "all of them were made"
        assert promise.due_on is not None, "all of them were made"
        facts: dict[str, Any] = {"id": str(promise.pk), "number": promise.number}
        made = PromiseMade(
            **facts,
            kind="act",
            by="tick",
            what=promise.what,
            due_on=promise.due_on.isoformat(),
            office="councillor",
            holder="",
            version=1,
        )
        yield promise.made_at, promise.ward, made, "promise"
        for days, step in enumerate(PROMISE_STEPS[promise.state], start=1):
            told = PromiseStepped(**facts, step=step, state=promise.state, version=days + 1, by="office")
            yield promise.made_at + timedelta(days=days), promise.ward, told, "promise"


def _of_activities(activities: Iterable[Activity]) -> Iterable[Happened]:
    for activity in activities:
        assert activity.published_at is not None, "all of them are published"
        assert activity.ward is not None, "all of them are of wards"
        told = ActivityPublished(
            id=str(activity.pk),
            number=activity.number,
            title=activity.title,
            text=activity.text,
            language="en",
            is_planned=False,
            on_day=activity.on_day.isoformat(),
            version=1,
        )
        yield activity.published_at, activity.ward, told, "activity"


def _add_to_logs(happened: list[Happened]) -> None:
    """Add the events like appending them one after the other would, but by the thousand."""
    streams: dict[tuple[int, date], Stream] = {}
    matters = set(map(str, Matter.objects.values_list("pk", flat=True)))
    for batch in batched(happened, 2_000):
        with transaction.atomic():
            events = [_event(each, _stream(streams, each)) for each in batch]
            Event.objects.bulk_create(events)
            pairs = list(zip(events, batch, strict=True))
            TimelineEntry.objects.bulk_create(
                TimelineEntry(event=event, ward=ward, borough_id=ward.borough_id, kind=kind, news=line.news, at=at)
                for event, (at, ward, told, kind) in pairs
                if (line := timeline_line_of(told)) is not None
            )
            MatterEvent.objects.bulk_create(
                MatterEvent(matter_id=told.id, event=event)  # type: ignore[union-attr] # each has an id
                for event, (_at, _ward, told, _kind) in pairs
                if told.id in matters  # type: ignore[union-attr]
            )
    Stream.objects.bulk_update(streams.values(), ["seq"])


def _stream(streams: dict[tuple[int, date], Stream], happened: Happened) -> Stream:
    at, ward, _told, _kind = happened
    month = timezone.localdate(at).replace(day=1)
    if (ward.pk, month) not in streams:
        month_log, is_new = MonthLog.objects.get_or_create(ward=ward, month=month)
        if is_new:
            start_month_streams(month_log)
        streams[ward.pk, month] = Stream.objects.get(month_log=month_log, name=StreamName.WARD)
    return streams[ward.pk, month]


def _event(happened: Happened, stream: Stream) -> Event:
    at, _ward, told, _kind = happened
    stream.seq += 1
    body, actor = body_of(told), f"office {uuid4()}"[:48]
    return Event(stream=stream, seq=stream.seq, type=tag_of(type(told)), body=body, actor=actor, at=at)
