"""The moderators of a ward are told once for each stage when its oldest complaint waits too long, and by day only."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from moderation.matters.screening import approve_matter
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.city.people.subscriptions import follow_by_channels
from sessions.matters.resolving.due import carry_out_due_matters
from sessions.models import Appointment, Channel, Duty, Matter, Reminder, ReminderRound
from sessions.notifications import outbox
from sessions.notifications.matter_rounds import by_day
from sessions.notifications.reminder_links import path_of_reminder
from sessions.notifications.reminder_words import REMINDER_TEXTS, SUBJECTS, fields_of_reminder, put_in, sort_of
from sessions.platform.clock.city_zone import city_zone
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, make_ward_office, on_day

pytestmark = pytest.mark.costly

MONDAY = date(2027, 3, 1)


@pytest.fixture
def office(db: None) -> WardOffice:
    """Lodged at noon on Monday; the official and a moderator of another ward follow, too."""
    office = make_ward_office()
    elsewhere = make_ward_office(96).moderator
    whole = make_person("of-borough")
    since = date(2026, 1, 1)
    Appointment.objects.create(person=whole, duty=Duty.MODERATOR, borough=office.ward.borough, from_on=since)
    Appointment.objects.all().update(from_on=since)
    for person in (office.moderator, office.official, elsewhere, whole):
        follow_by_channels(person, channels=["email"])
    return office


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=city_zone())


def run_hourly(begin: datetime, hours: int) -> None:
    for each in range(hours):
        with time_machine.travel(begin + timedelta(hours=each)):
            carry_out_due_matters(timezone.now())


def told() -> list[tuple[str, datetime]]:
    rows = Reminder.objects.filter(round__kind="unscreened").order_by("next_try_at", "person__username")
    return [(person, timezone.localtime(when)) for person, when in rows.values_list("person__username", "next_try_at")]


def lodge_on(day: date, office: WardOffice, hour: int = 12, **fields: Any) -> Matter:
    with on_day(day, hour):
        return office.lodge(**fields)


@pytest.mark.long
def test_one_message_for_each_stage_of_the_oldest(office: WardOffice) -> None:
    lodge_on(MONDAY, office)
    lodge_on(MONDAY, office, hour=13, text="Another one.", landmark="Elsewhere", lat=None, lon=None)
    run_hourly(at(MONDAY, 13), 23)
    assert told() == []
    run_hourly(at(MONDAY + timedelta(days=1), 12), 5 * 24)
    days = [at(MONDAY + timedelta(days=1), 12), at(MONDAY + timedelta(days=3), 12)]
    assert [(person, when.replace(minute=0, second=0, microsecond=0)) for person, when in told()] == [
        (person, day) for day in days for person in ("moderator-95", "of-borough")
    ]


def test_nobody_is_woken_up(office: WardOffice) -> None:
    lodge_on(MONDAY, office, hour=23)
    run_hourly(at(MONDAY + timedelta(days=1), 22), 8)
    assert {when for _person, when in told()} == {at(MONDAY + timedelta(days=2), 9)}
    with time_machine.travel(at(MONDAY + timedelta(days=2), 8)):
        assert outbox.claim_some(Channel.EMAIL, at_most=10) == []
    with time_machine.travel(at(MONDAY + timedelta(days=2), 9)):
        assert len(outbox.claim_some(Channel.EMAIL, at_most=10)) == 2


@pytest.mark.parametrize(
    ("hour", "days_later", "then"), [(0, 0, 9), (8, 0, 9), (9, 0, 9), (20, 0, 20), (21, 1, 9), (23, 1, 9)]
)
def test_the_night_ends_at_nine(hour: int, days_later: int, then: int) -> None:
    assert by_day(at(MONDAY, hour)) == at(MONDAY + timedelta(days=days_later), then)


def test_the_message_counts_when_it_is_sent_and_leads_to_the_desk(office: WardOffice) -> None:
    matter = lodge_on(MONDAY, office)
    run_hourly(at(MONDAY + timedelta(days=1), 12), 1)
    lodge_on(MONDAY, office, text="Another one.", landmark="Elsewhere", lat=None, lon=None)
    with on_day(MONDAY + timedelta(days=1), hour=15), override("en"):
        round_ = ReminderRound.objects.get(kind="unscreened")
        text = put_in(str(REMINDER_TEXTS[sort_of(round_)]), fields_of_reminder(round_, link=path_of_reminder(round_)))
        assert text == (
            "Ward 95: complaints and suggestions that have waited too long for a moderator: 2. "
            "The oldest came on 1 March 2027. /desk/matters/"
        )
        assert "unscreened" in SUBJECTS
    for each in (matter, Matter.objects.exclude(pk=matter.pk).get()):
        approve_matter(each.pk, moderator=office.moderator, version=each.version)
    with on_day(MONDAY + timedelta(days=1), hour=16):
        kinds = {one.told.kind for one in outbox.claim_some(Channel.EMAIL, at_most=10)}
    assert "unscreened" not in kinds
    assert set(Reminder.objects.filter(round__kind="unscreened").values_list("reason", flat=True)) == {"overtaken"}


@pytest.mark.long
def test_the_hours_are_a_setting_and_what_is_decided_in_time_tells_nobody(office: WardOffice, settings: Any) -> None:
    settings.SCREENING_ALERT_HOURS = 48
    matter = lodge_on(MONDAY, office)
    run_hourly(at(MONDAY, 13), 46)
    assert told() == []
    with on_day(MONDAY + timedelta(days=2), hour=11):
        approve_matter(matter.pk, moderator=office.moderator, version=1)
    run_hourly(at(MONDAY + timedelta(days=2), 12), 6)
    assert told() == []


def test_in_a_freeze_nobody_is_told(office: WardOffice) -> None:
    with on_day(MONDAY):
        add_closure(
            kind="freeze", ward=None, clerk=None, from_on=MONDAY, to_on=date(2027, 3, 3), reasons={"en": "Election"}
        )
    lodge_on(MONDAY, office)
    run_hourly(at(MONDAY + timedelta(days=1), 12), 24)
    assert told() == []
    run_hourly(at(date(2027, 3, 4), 9), 3)
    assert [person for person, _when in told()] == ["moderator-95", "of-borough"]
