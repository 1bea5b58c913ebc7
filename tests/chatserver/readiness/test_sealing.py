"""Whether records are sealed: a log that can take nothing is told, and a record that waits for too long."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from sessions.models import MonthLog, Record
from sessions.record.proof.high_water import HighWater, raise_mark
from sessions.record.proof.installation_log import append_record_state
from tests.chatserver.readiness.conftest import Readyz, metric
from tests.factories.evening import make_evening, make_ward
from tests.factories.sealed_record import close

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def append() -> None:
    with transaction.atomic():
        append_record_state(slug="a", root="", size=1, sealed_at="")


def test_a_log_shorter_than_what_was_published_stops_the_sealing_and_nothing_else(
    readyz: Readyz, data_folder: Path, client: Client
) -> None:
    append()
    assert "sealing" not in readyz()[1]
    assert metric(client, "chat_sealing_stopped") == 0
    raise_mark(data_folder, HighWater(1, 2, b"r" * 32))
    status, told = readyz()
    assert (status, told["ready"], told["sealing"]) == (200, True, "stopped")
    assert metric(client, "chat_sealing_stopped") == 1
    assert metric(client, 'chat_check{check="sealing"}') == 0
    assert metric(client, "chat_ready") == 1


def test_a_key_that_is_gone_stops_the_sealing(readyz: Readyz, data_folder: Path) -> None:
    append()
    [key] = (data_folder / "log_keys").iterdir()
    key.unlink()
    assert readyz()[1]["sealing"] == "stopped"


@pytest.mark.costly
def test_a_record_that_waits_for_an_hour_after_its_window_is_told(readyz: Readyz, client: Client) -> None:
    record, now = close(make_evening()), timezone.now()
    for past, word in ((-1, None), (59, None), (61, "waiting")):
        Record.objects.filter(pk=record.pk).update(correct_until=now - timedelta(minutes=past))
        assert readyz()[1].get("sealing") == word
    assert 3660 <= metric(client, "chat_sealing_lag_seconds") < 3720


def test_a_month_that_waits_is_told_too(readyz: Readyz, client: Client) -> None:
    MonthLog.objects.create(ward=make_ward(), month=timezone.localdate().replace(day=1) - timedelta(days=92))
    status, told = readyz()
    assert (status, told["sealing"]) == (200, "waiting")
    assert metric(client, "chat_sealing_lag_seconds") > 86_400
