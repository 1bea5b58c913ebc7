"""A further language is one catalogue and one line of LANGUAGES: whatever is said or kept comes in it, too."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from chatserver.accounts.codes.slip_words import slip_blocks
from sessions.chats.calendar.public.posters import blocks_of
from sessions.chats.calendar.rules.holiday_suggestions import find_holidays_on
from sessions.chats.calendar.schedules.closing_days import Days, close_days
from sessions.chats.calendar.schedules.draft import ScheduleDraft
from sessions.chats.calendar.schedules.schedules import set_schedule
from sessions.city.people.consents import spoken_in
from sessions.models import ChatSession, ReminderKind, ReminderRound
from sessions.notifications.reminder_words import REMINDER_TEXTS, fields_of_reminder, put_in
from sessions.platform.text.by_language import for_reader, in_language
from sessions.platform.text.digits import digits
from sessions.platform.text.spoken.dates import date_words, range_words, time_words
from sessions.platform.text.spoken.lists import join_words
from sessions.tick import tick
from tests.factories.evening import events_of, make_office, make_person, make_ward
from tests.factories.planning_desk import Desk, make_desk
from tests.words.made_up_language import CODE, MARK, NAME, write_catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)
READER = {"accept-language": CODE}


@pytest.fixture(autouse=True)
def _fifth_language(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    bengali = Path(settings.LOCALE_PATHS[0]) / "bn" / "LC_MESSAGES" / "django.po"
    write_catalogue(tmp_path, like=bengali)
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, tmp_path]
    settings.LANGUAGES = [*settings.LANGUAGES, (CODE, NAME)]
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def said(make: Any, *given: Any) -> str:
    return in_language(CODE, lambda: make(*given))


def test_dates_times_lists_and_digits_are_in_it():
    assert said(digits, 1905) == "１,９０５"
    assert said(date_words, date(2027, 1, 2)) == f"２０２７/{MARK}January/２"
    assert said(range_words, date(2027, 1, 2), date(2027, 1, 5)) == f"{MARK}２ to ２０２７/{MARK}January/５"
    assert [said(time_words, time(hour, 30)) for hour in (0, 6, 18)] == ["lum-１２:３０", "sol-６:３０", "lum-６:３０"]
    assert said(join_words, ["A", "B", "C"]) == "A / B + C"


def test_pages_are_in_it_and_offer_it(client: Client):
    make_ward()
    page = client.get("/wards/95/", headers=READER).content.decode()
    assert f'<html lang="{CODE}"' in page
    assert f"{MARK}Ward ９５" in page
    assert f"{MARK}Calendar" in page


def test_posters_and_slips_have_a_part_in_it():
    poster = blocks_of(95, [])[-1]
    assert (poster.language, poster.heading, poster.ward) == (CODE, f"{MARK}Ask your councillor", f"{MARK}Ward ９５")
    slip = slip_blocks(95, date(2027, 2, 3))[-1]
    assert (slip.language, slip.heading) == (CODE, f"{MARK}Councillor Live Chat, ward ９５")
    assert f"２０２７/{MARK}February/３" in slip.call


@pytest.mark.long
def test_what_is_made_and_kept_is_kept_in_it_and_what_nobody_entered_in_it_falls_back():
    ward = make_ward()
    make_office(ward, make_person("holder"))
    set_schedule(ward, ScheduleDraft("FREQ=MONTHLY;BYDAY=1SA", time(18), 60, date(2027, 1, 1)), clerk=None)
    close_days(Days("closed", (ward,), date(2027, 1, 2), date(2027, 1, 2), {"en": "Fair", "bn": "মেলা"}), clerk=None)
    moved = ChatSession.objects.get(planned_on=date(2027, 1, 2))
    clause = f"{MARK}{MARK}２０２７/{MARK}January/２ is closed: Fair"
    assert moved.move_reasons[CODE] == clause
    assert said(lambda: moved.because) == clause

    [holiday] = find_holidays_on([date(2027, 1, 26)])
    assert said(for_reader, holiday.name) == f"{MARK}Republic Day"

    tick()
    told = ReminderRound(chat_session=moved, kind=ReminderKind.MOVED, starts_at=moved.starts_at + timedelta(0))
    text = in_language(
        CODE, lambda: put_in(str(REMINDER_TEXTS["moved"]), fields_of_reminder(told, link="chat.example.org"))
    )
    assert text.startswith(f"{MARK}Ward ９５: the live chat is now on ")
    assert clause in text


def test_a_move_that_is_announced_is_in_the_log_in_it(desk: Desk):
    desk.set_rule()
    tick()
    announced = desk.wards[95].chat_sessions.filter(announced_at__isnull=False).first()
    assert announced is not None
    day = announced.day
    close_days(Days("closed", (desk.wards[95],), day, day, {"en": "Fair"}), clerk=None)
    [moved] = [event for event in events_of(announced.pk, "public") if event["type"] == "session.moved"]
    assert moved["because"]["en"].endswith("is closed: Fair")
    assert moved["reasons"][CODE].endswith("is closed: Fair")
    assert {*moved["reasons"]} == {"bn", "en", "hi", "ur", CODE}


def test_clerks_enter_names_and_reasons_in_it(desk: Desk):
    page = desk.get("/planning/wards/95/hosts/")
    assert f'name="name_{CODE}"' in page
    desk.post(
        "/planning/wards/95/hosts/",
        kind="administrator",
        name_en="Officer Nodi",
        **{f"name_{CODE}": "Qofficer"},
        account="",
        from_on="2027-02-01",
    )
    office = desk.wards[95].offices.order_by("-from_on")[0]
    assert said(lambda: office.name) == "Qofficer"
    assert in_language("hi", lambda: office.name) == "Officer Nodi"


def test_the_notice_is_read_in_english_until_somebody_has_translated_it():
    assert spoken_in(CODE) == "en"
