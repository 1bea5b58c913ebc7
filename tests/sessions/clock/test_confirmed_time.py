"""A clock that is tomorrow: nothing is stamped, ordered or ended by it until it is confirmed."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.db.models import DateTimeField
from django.utils import timezone

from sessions.clock import confirmed_time, readings
from sessions.clock.jumps import BELIEVED_AFTER_SECONDS
from sessions.clock.readings import ClockWatch
from sessions.photos.encoding import encode_picture
from sessions.photos.storage import UNUSED_PHOTO_S, forget_unused_pictures, keep_picture
from tests.factories.evening import Evening
from tests.sessions.clock.conftest import NOW, Machine
from tests.sessions.photos.files import plain

AHEAD = timedelta(hours=25)
ROOT = Path(__file__).parents[3]
ASKS = re.compile(r"\btime\.time(?:_ns)?\(|\bdate(?:time)?\.(?:now|today|utcnow)\(|from time import [^\n]*\btime\b")
MAY_ASK = {
    "chatserver/accounts/second_factor/enrolment.py": "compares with a moment that allauth has noted",
    "chatserver/backups/restoring.py": "names what is put aside",
    "chatserver/backups/writing.py": "notes when a backup was made",
    "chatserver/database/lock.py": "tells the operator since when",
    "chatserver/database/marker.py": "compares with a moment that the file system has noted",
    "chatserver/logs/handler.py": "writes what the clock shows into the log",
    "chatserver/push/keys.py": "notes when a key was made",
    "sessions/clock/confirmed_time.py": "judges that clock",
    "sessions/clock/readings.py": "judges that clock",
}


@pytest.fixture
def kept(machine: Machine, db: None) -> Iterator[None]:
    with confirmed_time.time_kept():
        yield


pytestmark = pytest.mark.row("fault", 20)


@pytest.mark.usefixtures("kept")
def test_a_step_forward_is_not_followed_until_it_has_held(machine: Machine):
    machine.set_clock(AHEAD)
    machine.pass_time(10)
    assert timezone.now() == NOW + timedelta(seconds=10)
    machine.pass_time(BELIEVED_AFTER_SECONDS)
    assert timezone.now() == NOW + AHEAD + timedelta(seconds=10 + BELIEVED_AFTER_SECONDS)


def test_what_the_databases_clock_denies_is_not_followed_however_long_it_lasts(
    machine: Machine, db: None, monkeypatch: pytest.MonkeyPatch
):
    watch = ClockWatch(believes_at_first=True)
    watch.now()
    monkeypatch.setattr(readings, "database_agrees", lambda reading: False)
    with confirmed_time.time_kept():
        machine.set_clock(AHEAD)
        for minutes in range(0, 3 * BELIEVED_AFTER_SECONDS, 60):
            watch.now()
            confirmed_time.follow(watch.trust)
            assert timezone.now() == NOW + timedelta(seconds=minutes)
            machine.pass_time(60)


@pytest.mark.usefixtures("kept")
def test_a_process_without_a_watch_asks_the_databases_clock_by_itself(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(readings, "database_agrees", lambda reading: False)
    machine.set_clock(AHEAD)
    for seconds in range(0, 2 * BELIEVED_AFTER_SECONDS, 5):
        assert timezone.now() == NOW + timedelta(seconds=seconds)
        confirmed_time.confirm_by_database()
        machine.pass_time(5)
    monkeypatch.setattr(readings, "database_agrees", lambda reading: True)
    confirmed_time.confirm_by_database()
    assert timezone.now() == NOW + AHEAD + timedelta(seconds=2 * BELIEVED_AFTER_SECONDS)


def test_a_process_that_starts_during_a_denied_jump_does_not_follow_it(
    machine: Machine, db: None, monkeypatch: pytest.MonkeyPatch
):
    watch = ClockWatch(believes_at_first=True)
    watch.now()
    monkeypatch.setattr(readings, "database_agrees", lambda reading: False)
    machine.set_clock(AHEAD)
    watch.now()
    machine.pass_time(2 * BELIEVED_AFTER_SECONDS)
    with confirmed_time.time_kept():
        assert timezone.now() == NOW + timedelta(seconds=2 * BELIEVED_AFTER_SECONDS)


@pytest.mark.usefixtures("kept")
def test_a_clock_that_is_right_again_was_never_followed(machine: Machine):
    machine.set_clock(AHEAD)
    assert timezone.now() == NOW
    machine.set_clock(-AHEAD)
    machine.pass_time(3)
    assert timezone.now() == NOW + timedelta(seconds=3)


@pytest.mark.usefixtures("kept")
def test_a_step_back_and_a_little_slewing_are_followed(machine: Machine):
    machine.set_clock(timedelta(seconds=2))
    assert timezone.now() == NOW + timedelta(seconds=2)
    machine.set_clock(-timedelta(hours=1))
    assert timezone.now() == NOW + timedelta(seconds=2) - timedelta(hours=1)


def test_events_and_cookie_sessions_go_by_it(machine: Machine, evening: Evening):
    cookie_session = SessionStore()
    cookie_session.set_expiry(timezone.now() + timedelta(hours=12))
    cookie_session["seen"] = True
    cookie_session.save()
    with confirmed_time.time_kept():
        machine.set_clock(AHEAD)
        question = evening.ask("When will the drain be cleaned?")
        assert SessionStore(cookie_session.session_key).get("seen") is True
    assert evening.desk_events()[-1]["at"] == "2027-01-02T06:00:00.000Z"
    assert question.asked_at == NOW


def test_another_process_of_the_machine_goes_on_where_the_clock_is(machine: Machine, db: None):
    watch = ClockWatch(believes_at_first=True)
    watch.now()
    machine.set_clock(AHEAD)
    watch.now()
    with confirmed_time.time_kept():
        assert timezone.now() == NOW


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
