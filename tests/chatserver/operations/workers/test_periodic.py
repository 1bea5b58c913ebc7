"""The threads beside the requests, while another process writes to the database."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import override

import pytest
from django.db import connection

from chatserver.monitoring.logs.lines import OneLineFormatter
from chatserver.operations.workers import periodic
from chatserver.operations.workers.cleaning_thread import CleaningThread
from chatserver.operations.workers.clock_thread import ClockThread
from chatserver.operations.workers.delivery_thread import DeliveryThread
from chatserver.operations.workers.periodic import PeriodicThread
from chatserver.operations.workers.photo_thread import PhotoThread
from chatserver.operations.workers.redaction_thread import RedactionThread
from chatserver.operations.workers.spike_thread import SpikeThread
from chatserver.outside.open311.client.handing_on_thread import HandingOnThread
from chatserver.outside.posting.posting_thread import PostingThread
from sessions.models import Channel, Ward

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL nobody locks the whole database"),
    pytest.mark.django_db(transaction=True),
]

OFTEN: dict[str, Callable[[], PeriodicThread]] = {
    "clock": ClockThread,
    "delivery": lambda: DeliveryThread(Channel.EMAIL),
    "cleaning": CleaningThread,
    "redactions": RedactionThread,
    "photos": PhotoThread,
    "spikes": SpikeThread,
    "handing on": HandingOnThread,
    "posting": PostingThread,
}
"""Threads that take a turn at least three times a minute."""


@pytest.fixture
def writer() -> Iterator[sqlite3.Connection]:
    """Another process, which holds the lock for writing until it commits."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as writer:
        connection.ensure_connection()
        writer.execute("BEGIN IMMEDIATE")
        yield writer


def wait_for_nobody() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")


@pytest.mark.parametrize("name", OFTEN)
def test_a_turn_with_nothing_to_do_writes_nothing_and_waits_for_no_writer(
    writer: sqlite3.Connection, name: str
) -> None:
    thread = OFTEN[name]()
    wait_for_nobody()
    thread.take_turn()
    assert writer.in_transaction


class Writing(PeriodicThread):
    """Counts its turns, each of which writes, and waits for nobody."""

    def __init__(self) -> None:
        super().__init__("test", every_seconds=3600.0)
        self.turns = 0
        self.had_two, self.has_written = threading.Event(), threading.Event()

    @override
    def take_turn(self) -> None:
        self.turns += 1
        if self.turns == 2:
            self.had_two.set()
        wait_for_nobody()
        Ward.objects.update(number=1)
        self.has_written.set()


@pytest.fixture
def writing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Writing]:
    monkeypatch.setattr(periodic, "AGAIN_AFTER_S", 0.01)
    thread = Writing()
    yield thread
    thread.stop()


def test_a_turn_that_meets_a_writer_is_repeated_soon_and_is_no_failure(
    writer: sqlite3.Connection, writing: Writing, caplog: pytest.LogCaptureFixture
) -> None:
    writing.start()
    assert writing.had_two.wait(30)
    writer.execute("COMMIT")
    assert writing.has_written.wait(30)
    assert caplog.records == []


def test_a_writer_who_goes_on_for_long_is_told(
    writer: sqlite3.Connection, writing: Writing, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(periodic, "HELD_FOR_S", 0.0)
    writing.start()
    assert writing.had_two.wait(30)
    writer.execute("COMMIT")
    assert writing.has_written.wait(30)
    said, causes, _places = OneLineFormatter().format(caplog.records[0]).split(" | ")
    assert said.endswith(": A turn of the test failed; the server will retry.")
    assert causes.endswith("SQLITE_BUSY")
