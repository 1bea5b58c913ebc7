"""A clock that is tomorrow: nothing is stamped, ordered or ended by it until it is confirmed."""

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.db import OperationalError, connection
from django.db.models import DateTimeField
from django.utils import timezone

from sessions.log.confirmed_time import ConfirmedTime, time_kept
from sessions.models import Change, ClockReading
from sessions.platform.clock.jumps import BELIEVED_AFTER_SECONDS
from sessions.platform.photos.encoding import encode_picture
from sessions.platform.photos.storage import UNUSED_PHOTO_S, forget_unused_pictures, keep_picture
from tests.factories.evening import Evening
from tests.sessions.log.conftest import NOW, Machine
from tests.sessions.platform.photos.files import plain

AHEAD = timedelta(hours=25)
ROOT = Path(__file__).parents[3]
ASKS = re.compile(r"\btime\.time(?:_ns)?\(|\bdate(?:time)?\.(?:now|today|utcnow)\(|from time import [^\n]*\btime\b")
MAY_ASK = {
    "chatserver/accounts/second_factor/enrolment.py": "compares with a moment that allauth has noted",
    "chatserver/operations/backups/restoring.py": "names what is put aside",
    "chatserver/operations/backups/writing.py": "notes when a backup was made",
    "chatserver/database/lock.py": "tells the operator since when",
    "chatserver/database/marker.py": "compares with a moment that the file system has noted",
    "chatserver/monitoring/logs/handler.py": "writes what the clock shows into the log",
    "chatserver/push/keys.py": "notes when a key was made",
    "sessions/log/clock_readings.py": "judges that clock",
    "chatserver/outside/witness.py": "a program of somebody else, who signs what their own clock shows",
}


@pytest.fixture
def kept(machine: Machine, db: None) -> Iterator[ConfirmedTime]:
    with time_kept() as confirmed:
        yield confirmed


pytestmark = pytest.mark.row("fault", 20)


@pytest.mark.usefixtures("kept")
def test_a_step_back_and_a_little_slewing_are_followed_and_a_step_forward_is_not(machine: Machine):
    ahead_s = []
    for by in (timedelta(seconds=2), AHEAD, -AHEAD, -timedelta(hours=1)):
        machine.set_clock(by)
        machine.pass_time(3)
        ahead_s.append((timezone.now() - machine.right_time()).total_seconds())
    assert ahead_s == [2, 0, 2, 2 - 3600]


def test_what_the_databases_clock_denies_no_process_follows_however_long_it_lasts(
    machine: Machine, kept: ConfirmedTime
):
    machine.database = machine.right_time
    machine.set_clock(AHEAD)
    for _minute in range(15):
        started_meanwhile = ConfirmedTime()
        started_meanwhile.check()
        assert started_meanwhile.now() == machine.right_time()
        machine.pass_time(60)
        assert timezone.now() == machine.right_time()
        kept.check()
    machine.database = lambda: machine.right_time() + AHEAD
    for seconds in (BELIEVED_AFTER_SECONDS - 1, 1):
        kept.check()
        assert timezone.now() == machine.right_time()
        machine.pass_time(seconds)
    kept.check()
    assert timezone.now() == machine.right_time() + AHEAD


def test_a_clock_that_jumps_with_the_databases_at_another_reading_is_not_believed_for_that(
    machine: Machine, kept: ConfirmedTime
):
    machine.database = machine.right_time
    kept.check()
    machine.database = lambda: machine.right_time() + AHEAD
    kept.check()
    machine.set_clock(AHEAD)
    kept.check()
    assert timezone.now() == NOW


@pytest.mark.parametrize("shown_ahead", [timedelta(0), AHEAD], ids=["before the jump", "after it"])
def test_a_clock_that_jumps_while_the_database_is_asked_is_not_believed_for_that(
    machine: Machine, kept: ConfirmedTime, shown_ahead: timedelta
):
    machine.database = timezone.now
    kept.check()

    def jump_now() -> datetime:
        machine.set_clock(AHEAD)
        return machine.right_time() + shown_ahead

    machine.database = jump_now
    kept.check()
    machine.database = lambda: machine.right_time() + AHEAD
    kept.check()
    assert timezone.now() == NOW


def refuse_to_write(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.startswith(("INSERT", "UPDATE", "DELETE")):
        raise OperationalError("database is locked")
    return execute(sql, params, many, context)


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_cannot_be_written_is_not_believed_and_is_noted_later(
    machine: Machine, kept: ConfirmedTime, is_kept: bool
):
    if not is_kept:
        ClockReading.objects.all().delete()
    machine.set_clock(AHEAD)
    with connection.execute_wrapper(refuse_to_write):
        assert kept.check(believe=True) is True
    assert (timezone.now(), Change.objects.filter(subject="clock").count()) == (NOW, 0)
    kept.check()
    assert (timezone.now(), Change.objects.filter(subject="clock").count()) == (NOW, 1)


def test_events_and_cookie_sessions_go_by_it(machine: Machine, evening: Evening):
    cookie_session = SessionStore()
    cookie_session.set_expiry(timezone.now() + timedelta(hours=12))
    cookie_session["seen"] = True
    cookie_session.save()
    with time_kept():
        machine.set_clock(AHEAD)
        question = evening.ask("When will the drain be cleaned?")
        assert SessionStore(cookie_session.session_key).get("seen") is True
    assert evening.desk_events()[-1]["at"] == "2027-01-02T06:00:00.000Z"
    assert question.asked_at == NOW


@pytest.mark.usefixtures("kept")
def test_what_is_signed_for_a_limited_time_goes_by_it(machine: Machine):
    signed = signing.dumps("words")
    machine.set_clock(AHEAD)
    assert signing.loads(signed, max_age=timedelta(hours=1)) == "words"
    machine.pass_time(10)
    with pytest.raises(signing.SignatureExpired):
        signing.loads(signed, max_age=timedelta(seconds=5))


@pytest.mark.usefixtures("kept")
def test_a_photo_of_words_that_somebody_is_writing_is_not_removed_by_it(
    machine: Machine, settings: Any, tmp_path: Path
):
    settings.DATA_DIR = tmp_path
    photo = keep_picture(encode_picture(plain()))
    os.utime(photo, (NOW.timestamp(),) * 2)
    machine.set_clock(AHEAD)
    forget_unused_pictures(())
    assert photo.exists()
    machine.pass_time(UNUSED_PHOTO_S + 1)
    forget_unused_pictures(())
    assert not photo.exists()


@pytest.mark.long
def test_no_other_code_asks_the_clock_on_the_wall():
    files = [path for app in ("chatserver", "moderation", "sessions") for path in (ROOT / app).rglob("*.py")]
    found = {str(path.relative_to(ROOT)) for path in files if ASKS.search(path.read_text(encoding="utf-8"))}
    assert {path for path in found if "/migrations/" not in path} == set(MAY_ASK)


@pytest.mark.usefixtures("kept")
def test_what_a_model_stamps_by_itself_goes_by_it(machine: Machine):
    machine.set_clock(AHEAD)
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    times = [field for field in fields if isinstance(field, DateTimeField) and field.has_default()]
    stamps = {str(field): field.get_default() for field in times}
    assert {"accounts.User.joined_at", "accounts.Arrival.at", "accounts.Identity.last_used_at"} <= stamps.keys()
    assert set(stamps.values()) == {NOW}


def test_without_a_server_the_clock_is_what_it_shows(machine: Machine):
    machine.set_clock(AHEAD)
    assert timezone.now() == NOW + AHEAD
