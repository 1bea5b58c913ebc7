"""One timeline of a ward, a borough and the city: what stands in it, in which order, page by page."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session
from sessions.models import Borough, Matter, Promise
from sessions.site.scope import Frozen, Scope
from sessions.site.timeline.cursor import Cursor
from sessions.site.timeline.page import TimelinePage, timeline_page
from sessions.site.timeline.timeline_filter import TimelineFilter
from tests.factories.activities_of_site import published_activity, tell_again
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.factories.promises import promise_of, promise_step

pytestmark = pytest.mark.costly

DAY = date(2027, 3, 2)


def page_of(office: WardOffice, per_page: int = 20, **query: str) -> TimelinePage:
    wanted = TimelineFilter.from_query(query)
    return timeline_page(Scope(ward=office.ward), wanted, Frozen.on(timezone.localdate()), per_page=per_page)


def told(page: TimelinePage) -> list[tuple[str, str]]:
    return [(line.kind, line.words) for line in page.lines]


def test_everything_of_a_ward_stands_in_one_order_the_newest_first(office: WardOffice) -> None:
    with on_day(DAY):
        matter = office.publish()
        starts_at = timezone.now() + timedelta(days=10)
        chat = announce_chat_session(office.ward, starts_at=starts_at, minutes=60, by="clerk")
    with on_day(DAY + timedelta(days=1)):
        promise = promise_of(office)
        office.step(matter, "claim_done", text="It is clean.")
    with on_day(DAY + timedelta(days=2)):
        published_activity(office.ward)
        cancel_chat_session(chat, reason="The hall is under water", by="clerk")
    with on_day(DAY + timedelta(days=3)):
        promise_step(promise, "claim", text="It is done.")
        assert told(page_of(office)) == [
            ("promise", "The office says that it has kept the promise"),
            ("chat", "Cancelled: it was to be on 12 March 2027"),
            ("activity", "Done on 4 March 2027"),
            ("complaint", "The office says that it is done"),
            ("promise", "Promised, by 13 March 2027"),
            ("chat", "Announced for 12 March 2027"),
            ("complaint", "Published"),
        ]
        assert told(page_of(office, kind="promise", news="new")) == [("promise", "Promised, by 13 March 2027")]
        assert [line.said for line in page_of(office, news="claimed", kind="complaint").lines] == ["It is clean."]


def test_pages_follow_each_other_without_a_gap_also_where_all_happened_at_once(office: WardOffice) -> None:
    with on_day(DAY):
        starts_at = timezone.now() + timedelta(days=10)
        announce_chat_session(office.ward, starts_at=starts_at, minutes=60, by="clerk")
        for _each in range(3):
            office.publish()
            promise_of(office)
        whole = [line.about for line in page_of(office).lines]
        found, before = [], ""
        for _page in range(5):
            page = page_of(office, per_page=2, before=before)
            found += [line.about for line in page.lines]
            before = page.older
            if not before:
                break
    assert (len(whole), found) == (7, whole)


def test_steps_of_one_day_are_one_line_and_what_only_the_office_needs_is_none(office: WardOffice) -> None:
    with on_day(DAY):
        matter = office.publish()
        for step in ("acknowledge", "plan", "start"):
            office.step(matter, step)
        [line] = page_of(office).lines
    assert (line.words, line.earlier) == ("The work has begun", ("The work is planned", "Published"))


def test_words_that_are_hidden_since_are_in_no_line(office: WardOffice) -> None:
    matter, promise = office.publish("The drain of house nine"), promise_of(office, "Clean drain nine")
    Matter.objects.filter(pk=matter.pk).update(state="removed")
    Promise.objects.filter(pk=promise.pk).update(is_withheld=True)
    assert [(line.text, line.said) for line in page_of(office).lines] == [("", "")] * 2


def test_in_an_election_freeze_activities_are_not_shown(office: WardOffice) -> None:
    other = make_ward_office(96)
    for each in (office, other):
        published_activity(each.ward)
        promise_of(each)
    today = timezone.localdate()
    days = {"from_on": today, "to_on": today + timedelta(days=9)}
    add_closure(kind="freeze", ward=office.ward, **days, reasons={"en": "Election"}, clerk=None)
    assert [kind for kind, _words in told(page_of(office))] == ["promise"]
    assert [kind for kind, _words in told(page_of(other))] == ["promise", "activity"]
    city = timeline_page(Scope(), TimelineFilter(), Frozen.on(today))
    assert [(line.kind, line.ward and line.ward.number) for line in city.lines] == [
        ("promise", 96),
        ("activity", 96),
        ("promise", 95),
    ]


def test_other_words_of_an_activity_are_no_news_and_that_it_was_done_is(office: WardOffice) -> None:
    with on_day(DAY):
        planned = published_activity(office.ward, is_planned=True, on_day=DAY + timedelta(days=5))
        tell_again(planned)
    with on_day(DAY + timedelta(days=5)):
        planned.is_planned = False
        tell_again(planned)
        tell_again(planned)
        assert [line.news for line in page_of(office).lines] == ["claimed", "new"]
        assert [line.earlier for line in page_of(office).lines] == [(), ()]


def test_a_borough_with_a_freeze_in_a_ward_shows_what_others_did(office: WardOffice) -> None:
    borough, other = office.ward.borough, make_ward_office(96)
    assert borough is not None
    for owner in (office.ward, other.ward, borough):
        published_activity(owner)
    today = timezone.localdate()
    days = {"from_on": today, "to_on": today + timedelta(days=9)}
    add_closure(kind="freeze", ward=office.ward, **days, reasons={"en": "Election"}, clerk=None)
    scope, frozen = Scope(borough=borough, wards=[office.ward.pk, other.ward.pk]), Frozen.on(today)
    lines = timeline_page(scope, TimelineFilter(), frozen).lines
    assert [line.ward and line.ward.number for line in lines] == [96]
    assert (frozen.covers(scope), frozen.hides_in(scope), frozen.hides_in(Scope(ward=other.ward))) == (
        False,
        True,
        False,
    )


def test_a_borough_has_what_is_of_its_wards_and_of_itself(office: WardOffice) -> None:
    borough, other = office.ward.borough, make_ward_office(12)
    assert borough is not None
    other.ward.borough = Borough.objects.create(code="II", names={"en": "Borough II"})
    other.ward.save()
    promise_of(office)
    promise_of(other)
    published_activity(borough)
    page = timeline_page(Scope(borough=borough, wards=[office.ward.pk]), TimelineFilter(), Frozen())
    assert [(line.kind, line.ward and line.ward.number) for line in page.lines] == [("activity", None), ("promise", 95)]


@pytest.mark.parametrize("written", ["", "x", "1e", "9" * 40, "99999999999999999e1", "1cZ", "1e1\0", "৯e১"])
def test_what_is_no_place_in_the_timeline_is_the_newest_page(written: str) -> None:
    assert TimelineFilter.from_query({"before": written, "kind": "no", "news": "\0"}).before in (
        None,
        Cursor.read(written),
    )
    assert Cursor.read("1800000000000000e7") == Cursor.read(str(Cursor.read("1800000000000000e7")))
