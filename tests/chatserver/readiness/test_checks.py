import resource
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from chatserver.operations.workers import last_tick
from chatserver.readiness import checks
from sessions.models import ReminderRound, WriteProbe
from sessions.platform.photos.storage import FREE_BYTES_BESIDE_PHOTOS
from tests.chatserver.readiness.conftest import Readyz, metric
from tests.factories.evening import make_evening

pytestmark = pytest.mark.django_db
UNUSED = dict.fromkeys(("sms", "email", "push", "posting", "supervisor"), "none")
WELL = {"ready": True, "clock": "elsewhere", **UNUSED, "hints": "off"}


def wrong(**words: str) -> tuple[int, dict[str, Any]]:
    return 503, {**WELL, "ready": False, **words}


def test_a_process_that_can_do_its_work_is_ready(readyz: Readyz):
    assert readyz() == (200, WELL)


def test_a_write_is_made_for_many_who_ask(readyz: Readyz):
    assert readyz()[0] == 200
    [first] = WriteProbe.objects.values_list("at", flat=True)
    assert readyz()[0] == 200
    assert list(WriteProbe.objects.values_list("at", flat=True)) == [first]
    WriteProbe.objects.update(at=first - timedelta(minutes=1))
    assert readyz()[0] == 200
    assert WriteProbe.objects.get().at >= first


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.row("fault", 14)
def test_a_database_that_takes_no_write_is_not_ready(readyz: Readyz):
    assert readyz()[0] == 200
    WriteProbe.objects.update(at=timezone.now() - timedelta(minutes=1))
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("UPDATE chat_sessions_writeprobe SET at = at")
        assert readyz() == wrong(write="down")
    finally:
        other.rollback()
        other.close()
    assert readyz()[0] == 200


@pytest.mark.row("fault", 15)
def test_a_disk_that_is_nearly_full_is_not_ready(readyz: Readyz, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checks, "MIN_FREE_BYTES", 2**62)
    assert readyz() == wrong(disk="full")


def test_a_disk_that_will_be_full_is_told_before_photos_stop(
    readyz: Readyz, monkeypatch: pytest.MonkeyPatch, client: Client
):
    assert checks.MIN_FREE_BYTES < FREE_BYTES_BESIDE_PHOTOS < checks.LOW_FREE_BYTES
    monkeypatch.setattr(checks, "LOW_FREE_BYTES", 2**62)
    assert readyz() == (200, {**WELL, "disk": "low"})
    assert metric(client, 'chat_check{check="disk"}') == 0
    assert metric(client, "chat_disk_free_bytes") > checks.MIN_FREE_BYTES


@pytest.fixture
def nearly_no_files() -> Iterator[None]:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = sum(1 for _file in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + checks.MIN_FREE_FILES - 4, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, limits)


@pytest.mark.row("fault", 35)
@pytest.mark.usefixtures("nearly_no_files")
def test_a_process_that_can_open_hardly_a_file_is_not_ready(readyz: Readyz):
    assert readyz() == wrong(files="exhausted")


def test_damage_that_anybody_met_is_remembered(readyz: Readyz, tmp_path: Path):
    from chatserver.monitoring.logs.damage import watch_for_damage

    (tmp_path / "db").write_bytes(b"no database at all" * 100)
    damaged = sqlite3.connect(tmp_path / "db")
    try:
        damaged.execute("SELECT 1 FROM sqlite_schema")
    except sqlite3.DatabaseError as error:
        watch_for_damage(error)
    damaged.close()
    assert [readyz() for _time in range(2)] == [wrong(integrity="damaged")] * 2


def test_the_clock_of_the_process_beside_is_seen(readyz: Readyz, settings: Any, client: Client):
    last_tick.note_tick()
    assert 0 <= metric(client, "chat_last_tick_age_seconds") < 10
    assert readyz()[1]["ready"] is True
    assert "clock" not in readyz()[1]
    boot, passed = (settings.DATA_DIR / last_tick.NAME).read_text().split()
    (settings.DATA_DIR / last_tick.NAME).write_text(f"{boot} {float(passed) - 31}")
    assert readyz() == wrong(clock="late")


def test_a_tick_before_the_machine_was_started_is_long_ago(settings: Any):
    (settings.DATA_DIR / last_tick.NAME).write_text("another-boot 5.0")
    assert last_tick.age_s() == float("inf")


def test_chats_that_did_not_open_are_seen_though_no_clock_is_known(readyz: Readyz):
    evening = make_evening(is_live=False)
    chat_session = evening.chat_session
    chat_session.starts_at, chat_session.ends_at = (
        timezone.now() - timedelta(minutes=1),
        timezone.now() + timedelta(hours=1),
    )
    chat_session.save()
    assert readyz() == wrong(chats="late")


def test_messages_that_nobody_tries_to_send_are_seen(readyz: Readyz, client: Client):
    evening = make_evening(is_live=False)
    long_ago, chat_session = timezone.now() - timedelta(minutes=20), evening.chat_session
    told = ReminderRound.objects.create(
        chat_session=chat_session,
        kind="hour",
        starts_at=chat_session.starts_at,
        keep_until=chat_session.starts_at,
        sequence=0,
        written_at=long_ago,
    )
    waiting = told.reminders.create(person=evening.residents[0], channel="email", next_try_at=long_ago)
    assert readyz() == wrong(outbox="stuck")
    assert metric(client, "chat_outbox_messages") == 1
    assert 1200 <= metric(client, "chat_outbox_oldest_seconds") < 1260
    told.reminders.create(
        person=evening.residents[1], channel="email", state="sent", next_try_at=long_ago, settled_at=timezone.now()
    )
    assert waiting.state == "pending"
    assert readyz()[0] == 200
