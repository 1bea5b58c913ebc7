"""No chat opens early because the clock jumped, and no jump goes without an entry."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from sessions.chats.calendar.change_words import all_in_words
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.log.clock_readings import boot_id, database_clock
from sessions.log.confirmed_time import ConfirmedTime, time_kept
from sessions.management.commands.tick import WAITING
from sessions.models import Change, ChatSession, ClockReading
from sessions.platform.clock.jumps import BELIEVED_AFTER_SECONDS
from sessions.tick import tick
from tests.factories.evening import make_office, make_person, make_ward
from tests.sessions.log.conftest import NOW, Machine

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

HOURS = timedelta(hours=3)


@pytest.fixture
def chat_session(machine: Machine) -> ChatSession:
    ward = make_ward()
    make_office(ward, make_person("holder"))
    return announce_chat_session(ward, starts_at=NOW + HOURS, minutes=60, by="clerk")


def words_of(lines: list[str]) -> list[str]:
    return [line.rsplit(" ", 1)[0] for line in lines]


def tick_by(confirmed: ConfirmedTime) -> list[str]:
    confirmed.check()
    return words_of(tick(confirmed.now()))


def jumps() -> int:
    return Change.objects.filter(subject="clock").count()


@pytest.mark.long
@pytest.mark.row("fault", 20)
def test_a_clock_that_jumps_forward_opens_nothing_and_is_noted_once(
    machine: Machine, chat_session: ChatSession, caplog: pytest.LogCaptureFixture
):
    with time_kept() as confirmed:
        machine.set_clock(HOURS)
        for _second in range(10):
            machine.pass_time(1)
            assert tick_by(confirmed) == tick_by(ConfirmedTime()) == []
    [change] = Change.objects.filter(subject="clock")
    assert (change.actor, change.before, change.after, change.at) == (
        "clock",
        {"clock": "2027-01-02T06:00:01.000Z"},
        {"clock": "2027-01-02T09:00:01.000Z"},
        NOW + timedelta(seconds=1),
    )
    assert all_in_words([change])[0].what == "The server's clock jumped"
    assert [(record.levelno, record.getMessage()) for record in caplog.records] == [
        (logging.WARNING, "The system clock jumped forward by 10800 seconds.")
    ]


def test_once_a_check_finds_that_the_clock_has_shown_the_same_for_a_while_it_is_believed(
    machine: Machine, chat_session: ChatSession, caplog: pytest.LogCaptureFixture
):
    with time_kept() as confirmed:
        machine.set_clock(HOURS)
        for seconds in (0, BELIEVED_AFTER_SECONDS - 1, 1):
            assert tick_by(confirmed) == []
            machine.pass_time(seconds)
        assert timezone.now() == machine.right_time()
        assert tick_by(confirmed) == ["opened"]
    assert caplog.messages[-1] == "The clock is trusted again."


def test_the_clock_that_was_wrong_for_a_moment_changes_nothing(machine: Machine, chat_session: ChatSession):
    confirmed = ConfirmedTime()
    assert tick_by(confirmed) == []
    for by in (3, -3):
        machine.set_clock(timedelta(hours=by))
        machine.pass_time(1)
        assert tick_by(confirmed) == []
    assert jumps() == 2
    machine.pass_time(3 * 3600)
    assert tick_by(confirmed) == ["opened"]


@pytest.mark.row("fault", 20)
def test_a_clock_that_is_set_back_is_followed_and_noted(machine: Machine, chat_session: ChatSession):
    confirmed = ConfirmedTime()
    assert tick_by(confirmed) == []
    machine.set_clock(timedelta(hours=-1))
    machine.pass_time(3 * 3600)
    assert tick_by(confirmed) == []
    assert jumps() == 1
    machine.pass_time(3600)
    assert tick_by(confirmed) == ["opened"]


@pytest.mark.parametrize("is_same_program", [True, False])
def test_sleep_and_downtime_are_no_jump(machine: Machine, chat_session: ChatSession, is_same_program: bool):
    confirmed = ConfirmedTime()
    assert tick_by(confirmed) == []
    machine.pass_time(3.5 * 3600)
    assert tick_by(confirmed if is_same_program else ConfirmedTime()) == ["opened"]
    assert not jumps()
    assert chat_session.streams.get(name="public").events.get(type="session.opened").body["late"] is True


def test_what_machines_showed_that_nobody_runs_any_more_is_forgotten_and_compared_with_nothing(machine: Machine):
    for days in (89, 91):
        ClockReading.objects.create(boot=f"{days} days ago", passed=1.0, wall=NOW - timedelta(days=days))
    ConfirmedTime().check()
    assert set(ClockReading.objects.values_list("boot", flat=True)) == {"89 days ago", boot_id()}
    assert not jumps()


@pytest.mark.parametrize("has_database_on_this_machine", [True, False])
def test_a_program_that_is_started_each_minute_waits_as_one_that_runs_on(
    machine: Machine, chat_session: ChatSession, has_database_on_this_machine: bool
):
    if has_database_on_this_machine:
        machine.database = timezone.now
    assert tick_by(ConfirmedTime()) == []
    machine.set_clock(HOURS)
    for _minute in range(BELIEVED_AFTER_SECONDS // 60):
        machine.pass_time(60)
        assert tick_by(ConfirmedTime()) == []
        assert ConfirmedTime().check() is True
    machine.pass_time(60)
    assert tick_by(ConfirmedTime()) == ["opened"]
    assert (jumps(), ClockReading.objects.count()) == (1, 1)


def test_the_command_says_that_it_waits_and_believes_what_it_is_told_to_and_the_server_follows(
    machine: Machine, chat_session: ChatSession
):
    machine.database = machine.right_time
    server = ConfirmedTime()
    assert tick_by(server) == []
    machine.set_clock(HOURS)
    done, said = StringIO(), StringIO()
    call_command("tick", stdout=done, stderr=said)
    assert (done.getvalue(), said.getvalue()) == ("", f"{WAITING}\n")
    assert (server.check(), server.now()) == (True, NOW)
    call_command("tick", "--trust-clock", stdout=done)
    assert words_of(done.getvalue().splitlines()) == ["opened"]
    assert (server.check(), server.now(), jumps()) == (False, NOW + HOURS, 1)


DATABASES: dict[str, tuple[Callable[[Machine], datetime | None], bool]] = {
    "jumped with ours": (lambda machine: timezone.now(), False),
    "showed before what ours shows now": (lambda machine: machine.right_time() + HOURS, True),
    "did not jump": (lambda machine: machine.right_time(), False),
    "none": (lambda machine: None, False),
}


@pytest.mark.parametrize("name", DATABASES)
def test_the_databases_clock_confirms_a_jump_only_where_it_did_not_take_part(
    machine: Machine, chat_session: ChatSession, name: str
):
    shown, is_confirmed = DATABASES[name]
    machine.database = lambda: shown(machine)
    confirmed = ConfirmedTime()
    assert tick_by(confirmed) == []
    machine.set_clock(HOURS)
    machine.pass_time(1)
    assert tick_by(confirmed) == (["opened"] if is_confirmed else [])


@pytest.mark.row("fault", 20)
@pytest.mark.parametrize("is_known", [True, False], ids=["a server starts again", "a machine joins"])
def test_what_starts_with_a_clock_that_the_databases_clock_denies_opens_nothing(
    machine: Machine, chat_session: ChatSession, caplog: pytest.LogCaptureFixture, is_known: bool
):
    machine.database = machine.right_time
    if is_known:
        ConfirmedTime().check()
    machine.set_clock(timedelta(hours=25))
    for _start in range(3):
        confirmed = ConfirmedTime()
        assert tick_by(confirmed) == []
        assert confirmed.check() is True
        machine.pass_time(BELIEVED_AFTER_SECONDS)
    assert caplog.messages[0].startswith(
        "The system clock jumped" if is_known else "The database's clock is 90000 seconds behind"
    )
    machine.set_clock(timedelta(hours=-25))
    assert (confirmed.check(), confirmed.now()) == (False, machine.right_time())


def test_the_database_is_asked_for_the_time_where_it_has_a_clock_of_its_own():
    shown = database_clock()
    assert (shown is None) == (connection.vendor == "sqlite")
    assert shown is None or abs(shown - timezone.now()) < timedelta(minutes=1)
