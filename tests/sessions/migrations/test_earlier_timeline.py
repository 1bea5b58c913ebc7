"""An installation of before has its timelines filled with what its month logs already tell, as if it had always been."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session, open_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.models import ChatSession, Event, Matter, MonthLog, Stream, TimelineEntry
from sessions.record.months.sealing import seal_due_months
from sessions.models.promises.transitions import PromiseStepBy
from sessions.site.scope import Frozen, Scope
from sessions.site.timeline.page import timeline_page
from sessions.site.timeline.timeline_filter import TimelineFilter
from tests.factories.activities_of_site import published_activity, tell_again
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.factories.promises import promise_of, promise_step
from tests.sessions.migrations.step_by_step import migrate, migrate_to_the_newest

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.long]

BEFORE = [("chat_sessions", "0042_matters")]
AFTER = [("chat_sessions", "0043_promises")]
DAY = date(2027, 3, 2)
FIELDS = ("event_id", "ward_id", "borough_id", "kind", "news", "at")


@pytest.fixture
def office() -> Iterator[WardOffice]:
    """The newest tables come back in any case."""
    yield make_ward_office()
    migrate_to_the_newest()


def entries(model: Any = TimelineEntry) -> list[tuple[Any, ...]]:
    return list(model.objects.order_by("event_id").values_list(*FIELDS))


def lines(office: WardOffice) -> list[tuple[str, str, str]]:
    scope, wanted = Scope(ward=office.ward), TimelineFilter()
    page = timeline_page(scope, wanted, Frozen.on(timezone.localdate()), per_page=50)
    return [(line.kind, line.words, line.text) for line in page.lines]


def live_through(office: WardOffice) -> None:
    """Complaints and suggestions with steps that are told and ones that are not, a chat with its record."""
    with on_day(DAY):
        complaint, suggestion = office.publish("The drain overflows."), office.publish("A bench.", kind="suggestion")
        starts_at = timezone.now() + timedelta(minutes=1)
        chat = announce_chat_session(office.ward, starts_at=starts_at, minutes=60, by="clerk")
        open_chat_session(chat, by="clerk")
        close_chat_session(chat, by="clerk")
        seal_chat_session(chat, by="clerk")
    with on_day(DAY + timedelta(days=1)):
        office.step(complaint, "acknowledge", agency="Drainage")
        office.step(suggestion, "review")
        office.step(suggestion, "accept", text="It comes.")
    with on_day(DAY + timedelta(days=2)):
        office.step(complaint, "claim_done", text="It is clean.")
        office.step(complaint, "dispute", text="It is not.")
    with on_day(date(2027, 4, 9)):
        seal_due_months(timezone.now())


def test_what_an_installation_of_before_has_in_its_logs_stands_in_its_timelines(office: WardOffice) -> None:
    live_through(office)
    was, shown = entries(), lines(office)
    assert [(kind, news) for _event, _ward, _borough, kind, news, _at in was] == [
        *(("complaint", "new"), ("suggestion", "new"), ("suggestion", "progress")),
        *(("complaint", "claimed"), ("complaint", "not_done")),
    ]
    counts = [each.objects.count() for each in (Event, MonthLog, Matter, ChatSession)]
    apps = migrate(BEFORE)
    with pytest.raises(LookupError):
        apps.get_model("chat_sessions", "TimelineEntry")
    assert entries(migrate(AFTER).get_model("chat_sessions", "TimelineEntry")) == was
    migrate_to_the_newest()
    assert lines(office) == shown
    assert [each.objects.count() for each in (Event, MonthLog, Matter, ChatSession)] == counts
    with on_day(date(2027, 4, 10)):
        promise_of(office)
    assert TimelineEntry.objects.count() == len(was) + 1


def test_it_is_the_same_for_promises_activities_and_boroughs_that_were_there(office: WardOffice) -> None:
    """A timeline after going back to an older version, in which new things are told no longer, and forward again.

    """
    with on_day(DAY):
        promise = promise_step(promise_of(office), "due_soon", by=PromiseStepBy.CLOCK)
        promise_step(promise, "overdue", by=PromiseStepBy.CLOCK)
        activity = published_activity(office.ward)
        tell_again(activity)
        published_activity(office.ward.borough)
    was = entries()
    assert [entry[3:5] for entry in was] == [
        *(("promise", "new"), ("promise", "overdue"), ("activity", "claimed"), ("activity", "claimed")),
    ]
    migrate(BEFORE)
    assert entries(migrate(AFTER).get_model("chat_sessions", "TimelineEntry")) == was


def test_an_event_that_this_version_cannot_read_stops_nothing(office: WardOffice) -> None:
    office.publish("The drain overflows.")
    was = entries()
    first = Event.objects.get(stream__name="ward")
    nobody, by = "00000000-0000-4000-8000-000000000000", {"version": 3, "by": "office"}
    stream = Stream.objects.get(name="ward")
    for seq, (type, body) in enumerate(
        [
            ("matter.sung", {"id": "x"}),
            ("matter.stepped", {"id": nobody, "number": "95-2027-9", "step": "plan", "state": "planned"} | by),
            ("matter.stepped", {}),
        ],
        start=first.seq + 1,
    ):
        Event.objects.create(stream=stream, seq=seq, type=type, body=body, at=first.at)
    migrate(BEFORE)
    assert entries(migrate(AFTER).get_model("chat_sessions", "TimelineEntry")) == was
