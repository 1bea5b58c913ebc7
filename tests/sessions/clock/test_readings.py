"""No chat opens early because the clock jumped, and no jump goes without an entry."""

import logging
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from sessions.calendar.lifecycle.announcing import announce_chat_session
from sessions.calendar.shown.change_words import all_in_words
from sessions.clock import readings
from sessions.clock.jumps import BELIEVED_AFTER_SECONDS
from sessions.clock.readings import ClockWatch, boot_id, database_agrees, find_trust, read_clock
from sessions.management.commands.tick import WAITING
from sessions.models import Change, ChatSession, ClockReading
from sessions.tick import tick
from tests.factories.evening import make_office, make_person, make_ward
from tests.sessions.clock.conftest import NOW, Machine

pytestmark = pytest.mark.django_db

STARTS_AT = NOW + timedelta(hours=3)


@pytest.fixture
def chat_session(machine: Machine) -> ChatSession:
    ward = make_ward()
    make_office(ward, make_person("holder"))
    return announce_chat_session(ward, starts_at=STARTS_AT, minutes=60, by="clerk")


def words_of(lines: list[str]) -> list[str]:
    return [line.rsplit(" ", 1)[0] for line in lines]


@pytest.mark.row("fault", 20)
def test_a_clock_that_jumps_forward_opens_nothing_and_is_noted_once(
    machine: Machine, chat_session: ChatSession, caplog: pytest.LogCaptureFixture
):
    watch = ClockWatch(believes_at_first=True)
    assert tick(watch.now()) == []
    machine.set_clock(timedelta(hours=3))
    for _second in range(10):
        machine.pass_time(1)
        assert tick(watch.now()) == []
    [change] = Change.objects.filter(subject="clock")
    assert (change.actor, change.before, change.after) == (
        "clock",
        {"clock": "2027-01-02T06:00:01.000Z"},
        {"clock": "2027-01-02T09:00:01.000Z"},
    )
    assert all_in_words([change])[0].what == "The server's clock jumped"
    assert [(record.levelno, record.getMessage()) for record in caplog.records] == [
        (logging.WARNING, "The clock jumped forward by 10800 seconds.")
    ]


def test_once_the_clock_has_shown_the_same_for_a_while_it_is_believed(machine: Machine, chat_session: ChatSession):
    watch = ClockWatch(believes_at_first=True)
    watch.now()
    machine.set_clock(timedelta(hours=3))
    machine.pass_time(1)
    watch.now()
    machine.pass_time(BELIEVED_AFTER_SECONDS - 1)
    assert tick(watch.now()) == []
    machine.pass_time(1)
    assert words_of(tick(watch.now())) == ["opened"]


def test_the_clock_that_was_wrong_for_a_moment_changes_nothing(machine: Machine, chat_session: ChatSession):
    watch = ClockWatch(believes_at_first=True)
    watch.now()
    for by in (3, -3):
        machine.set_clock(timedelta(hours=by))
        machine.pass_time(1)
        assert tick(watch.now()) == []
    machine.pass_time(3 * 3600)
    assert words_of(tick(watch.now())) == ["opened"]


@pytest.mark.row("fault", 20)
def test_a_clock_that_is_set_back_is_followed_and_noted(machine: Machine, chat_session: ChatSession):
    watch = ClockWatch(believes_at_first=True)
    watch.now()
    machine.set_clock(timedelta(hours=-1))
    machine.pass_time(3 * 3600)
    assert tick(watch.now()) == []
    assert Change.objects.filter(subject="clock").count() == 1
    machine.pass_time(3600)
    assert words_of(tick(watch.now())) == ["opened"]


@pytest.mark.parametrize("is_same_program", [True, False])
def test_sleep_and_downtime_are_no_jump(machine: Machine, chat_session: ChatSession, is_same_program: bool):
    watch = ClockWatch(believes_at_first=True)
    watch.now()
    machine.pass_time(3.5 * 3600)
    assert words_of(tick((watch if is_same_program else ClockWatch(believes_at_first=True)).now())) == ["opened"]
    assert not Change.objects.filter(subject="clock").exists()
    assert chat_session.streams.get(name="public").events.get(type="session.opened").body["late"] is True


def test_a_clock_that_was_set_while_nobody_looked_is_noted_by_the_next_program(
    machine: Machine, chat_session: ChatSession
):
    ClockWatch(believes_at_first=True).now()
    machine.set_clock(timedelta(hours=3))
    for _program in range(2):
        machine.pass_time(60)
        ClockWatch(believes_at_first=True).now()
    assert Change.objects.filter(subject="clock").count() == 1
    assert ClockReading.objects.count() == 1


def test_what_machines_showed_that_nobody_runs_any_more_is_forgotten(machine: Machine):
    for days in (89, 91):
        ClockReading.objects.create(boot=f"{days} days ago", passed=1.0, wall=NOW - timedelta(days=days))
    ClockWatch(believes_at_first=True).now()
    assert set(ClockReading.objects.values_list("boot", flat=True)) == {"89 days ago", boot_id()}


@pytest.mark.parametrize("database_agrees_too", [None, True], ids=["no second clock", "the database on this machine"])
def test_a_program_that_is_started_each_minute_waits_as_one_that_runs_on(
    machine: Machine, chat_session: ChatSession, monkeypatch: pytest.MonkeyPatch, database_agrees_too: bool | None
):
    monkeypatch.setattr(readings, "database_agrees", lambda reading: database_agrees_too)
    ClockWatch(believes_at_first=False).now()
    machine.set_clock(timedelta(hours=3))
    for _minute in range(BELIEVED_AFTER_SECONDS // 60):
        machine.pass_time(60)
        watch = ClockWatch(believes_at_first=False)
        assert tick(watch.now()) == []
        assert watch.is_waiting
    machine.pass_time(60)
    assert words_of(tick(ClockWatch(believes_at_first=False).now())) == ["opened"]
    assert Change.objects.filter(subject="clock").count() == 1


def test_the_command_says_that_it_waits_and_believes_what_it_is_told_to(machine: Machine, chat_session: ChatSession):
    call_command("tick")
    machine.set_clock(timedelta(hours=3))
    done, said = StringIO(), StringIO()
    call_command("tick", stdout=done, stderr=said)
    assert (done.getvalue(), said.getvalue()) == ("", f"{WAITING}\n")
    call_command("tick", "--trust-clock", stdout=done)
    assert words_of(done.getvalue().splitlines()) == ["opened"]
    assert Change.objects.filter(subject="clock").count() == 1


@pytest.mark.parametrize(("before", "after"), [(True, True), (False, True), (True, False), (None, None)])
def test_the_databases_clock_confirms_a_jump_only_where_it_did_not_take_part(
    machine: Machine,
    chat_session: ChatSession,
    monkeypatch: pytest.MonkeyPatch,
    before: Any,
    after: Any,
):
    agreement = [before]
    monkeypatch.setattr(readings, "database_agrees", lambda reading: agreement[-1])
    watch = ClockWatch(believes_at_first=True)
    watch.now()
    agreement.append(after)
    machine.set_clock(timedelta(hours=3))
    machine.pass_time(1)
    is_confirmed = after and not before
    assert words_of(tick(watch.now())) == (["opened"] if is_confirmed else [])


@pytest.mark.row("fault", 20)
def test_a_server_that_starts_again_believes_no_jump_that_the_databases_clock_denies(
    machine: Machine, chat_session: ChatSession, monkeypatch: pytest.MonkeyPatch
):
    ClockWatch(believes_at_first=True).now()
    machine.set_clock(timedelta(hours=3))
    monkeypatch.setattr(readings, "database_agrees", lambda reading: False)
    for _start in range(2):
        machine.pass_time(BELIEVED_AFTER_SECONDS)
        assert tick(ClockWatch(believes_at_first=True).now()) == []


@pytest.mark.row("fault", 20)
@pytest.mark.parametrize("is_server", [True, False])
def test_a_machine_that_joins_with_a_clock_ahead_of_the_databases_opens_nothing(
    machine: Machine, chat_session: ChatSession, monkeypatch: pytest.MonkeyPatch, is_server: bool
):
    monkeypatch.setattr(readings, "database_clock", lambda: NOW + timedelta(seconds=machine.passed - 5000))
    machine.set_clock(timedelta(hours=25))
    for _tick in range(3):
        watch = ClockWatch(believes_at_first=is_server)
        assert tick(watch.now()) == []
        assert (watch.is_waiting, find_trust().is_denied) == (True, True)
        machine.pass_time(BELIEVED_AFTER_SECONDS)
    machine.set_clock(timedelta(hours=-25))
    assert watch.now() == NOW + timedelta(seconds=3 * BELIEVED_AFTER_SECONDS)
    assert not watch.is_waiting


def test_the_user_may_say_that_the_databases_clock_is_the_wrong_one(
    machine: Machine, chat_session: ChatSession, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(readings, "database_clock", lambda: NOW)
    machine.set_clock(timedelta(hours=3))
    done = StringIO()
    call_command("tick", "--trust-clock", stdout=done)
    assert words_of(done.getvalue().splitlines()) == ["opened"]


def test_the_database_is_asked_for_the_time_where_it_has_a_clock_of_its_own():
    now = read_clock()
    hour_ahead = replace(now, wall=now.wall + timedelta(hours=1))
    expected = [True, False] if connection.vendor == "postgresql" else [None, None]
    assert [database_agrees(now), database_agrees(hour_ahead)] == expected
