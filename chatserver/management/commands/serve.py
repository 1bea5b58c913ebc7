"""Serves the whole product: pages, sockets and the clock, from one process or from several."""

import asyncio
import logging
import os
import socket
import subprocess
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from chatserver import serving
from chatserver.accounts.setup_page import first_step_lines
from chatserver.database.lock import AlreadyServed, hold_folder
from chatserver.database.serving import ServedDatabase, begin
from chatserver.demo.sheet import prepare_demo, table_lines
from chatserver.monitoring.outage.log_filter import tell_outages_once
from chatserver.monitoring.outage.telling import database_teller
from chatserver.operations.workers import (
    beacon_thread,
    cleaning_thread,
    clock_thread,
    database_watch_thread,
    delivery_thread,
    photo_thread,
    redaction_thread,
    retention_thread,
    spike_thread,
)
from chatserver.outside import time_stamping_thread as stamping_thread
from chatserver.outside import witness_thread as asking_thread
from chatserver.outside.open311.client import handing_on_thread
from chatserver.outside.posting import posting_thread
from chatserver.product import serve_product, settle_origins
from chatserver.readiness.gauges import metrics_text
from chatserver.readiness.integrity import look_through_database
from chatserver.serving.process import listening
from chatserver.serving.process.connections import Connections
from chatserver.serving.process.files import raise_file_limit
from chatserver.serving.supervision.supervisor import NotServing, Supervisor
from sessions.record.proof.signing import why_not_signable

logger = logging.getLogger(__name__)

PLAY_ENDS_WITHIN_SECONDS = 5
MOST_WORKERS = 64
FULL_ROOM = 2_000


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (IPv4)")
        port = os.environ.get("PORT") or "8000"
        parser.add_argument("--port", type=int, default=port, help="port to listen on; 0 for any free one")
        parser.add_argument(
            "--server", choices=serving.SERVERS, default="daphne", help="server software; uvicorn is faster"
        )
        parser.add_argument(
            "--workers", type=_count, default=1, help="number of processes; more than one needs DATABASE_URL"
        )
        parser.add_argument(
            "--demo", action="store_true", help="fill an empty database with an invented borough, live now"
        )
        parser.add_argument("--play", action="store_true", help="play the demo's evening automatically")

    def handle(
        self, *, host: str, port: int, server: serving.ServerName, workers: int, demo: bool, play: bool, **options: Any
    ) -> None:
        if workers > 1 and connection.vendor == "sqlite":
            raise CommandError("--workers needs PostgreSQL, named in DATABASE_URL: SQLite serves one process.")
        files = raise_file_limit()  # our workers inherit it
        with ExitStack() as stack:
            listeners = [stack.enter_context(listener) for listener in open_listeners(host, port, workers)]
            try:
                stack.enter_context(hold_folder(settings.DATA_DIR))
            except AlreadyServed as reason:
                raise CommandError(str(reason)) from None
            self.tell_room(files)
            self.serve(listeners, server=server, demo=demo, play=play)

    def serve(self, listeners: Sequence[socket.socket], *, server: serving.ServerName, demo: bool, play: bool) -> None:
        host, port = listeners[0].getsockname()
        base_url = settle_origins(port)
        served = begin_serving()
        if demo or play:
            for line in table_lines(prepare_demo(settings.DATA_DIR / "demo.json", base_url=base_url)):
                self.stdout.write(line)
        evening = PlayedEvening(base_url) if play else None
        lines = [*_lines_when_ready(f"http://{host}:{port}/", base_url)]

        def when_ready() -> None:
            self.stdout.write("\n".join(lines))
            if evening is not None:
                evening.start()

        look_through_database()
        try:
            with working_beside(served):
                if len(listeners) == 1:
                    serve_product(listeners[0], server, when_ready)
                else:
                    self.warn_without_hints()
                    serve_with_workers(listeners, server, when_ready)
        finally:
            if evening is not None:
                evening.end()
        leave_database(served)

    def tell_room(self, files: int) -> None:
        """Say how many sockets each process can have, and what to do where that is less than a full room."""
        shares = Connections()
        shares.share_out(files)
        self.stdout.write(f"Each process may open {files:,} files, enough for {shares.max_sockets:,} sockets.")
        if shares.max_sockets < FULL_ROOM:
            self.stderr.write(
                f"A full room has {FULL_ROOM:,}. Raise the hard limit of open files (ulimit -Hn, LimitNOFILE)."
            )

    def warn_without_hints(self) -> None:
        if not settings.CHANNEL_LAYERS:
            self.stdout.write("Without REDIS_URL, processes learn of new events by querying the database every second.")


def begin_serving() -> ServedDatabase:
    """Where no record can be sealed, as after the restoration of an older copy, one line of the log says so."""
    call_command("prepare")
    served = begin()
    reason = why_not_signable()
    if reason:
        logger.error("Records cannot be sealed, and /log/ publishes nothing: %s", reason)
    database_teller.forget()
    tell_outages_once()
    return served


@contextmanager
def working_beside(served: ServedDatabase) -> Iterator[None]:
    """Run the periodic worker threads during the body."""
    watch = database_watch_thread.start(served)
    beside = [
        watch,
        clock_thread.start(),
        *delivery_thread.start(),
        retention_thread.start(),
        cleaning_thread.start(),
        redaction_thread.start(),
        photo_thread.start(),
        spike_thread.start(),
        *handing_on_thread.start(),
        *posting_thread.start(),
        *stamping_thread.start(),
        *asking_thread.start(),
        *beacon_thread.start(),
    ]
    try:
        yield
    finally:
        for thread in reversed(beside):
            thread.stop()


def leave_database(served: ServedDatabase) -> None:
    """Where the files are no longer ours, exit at once: on closing, SQLite might remove another database's log."""
    if served.state != "ok":
        sys.stdout.flush()
        os._exit(1)
    served.close()


def open_listeners(host: str, port: int, count: int) -> list[socket.socket]:
    if settings.DEBUG and not host.startswith("127.") and host != "localhost":
        raise CommandError("DEBUG exposes internals of the server; with DEBUG on, listen on 127.0.0.1 only.")
    try:
        return [listening.open_socket(host, port)] if count == 1 else listening.open_sockets(host, port, count)
    except OSError as reason:
        what, _address, _rest = str(reason.strerror).partition(" (while")  # Python names the address once more
        raise CommandError(f"Cannot listen on {host}:{port}: {what}.") from None


def serve_with_workers(
    listeners: Sequence[socket.socket], server: serving.ServerName, when_ready: Callable[[], None]
) -> None:
    try:
        own_metrics = partial(metrics_text, serves_people=False)
        asyncio.run(Supervisor(listeners, server, own_metrics).run(when_ready))
    except NotServing as reason:
        raise CommandError(str(reason)) from None


def _lines_when_ready(address: str, base_url: str) -> Iterator[str]:
    """Where the server listens, and what comes first in a new installation."""
    is_public = bool(os.environ.get("ORIGINS"))
    yield f"Listening on {address}{f', for people at {base_url}/' if is_public else ''}"
    yield from first_step_lines("" if is_public else base_url)


class PlayedEvening:
    """The process of play_demo, which starts when the server listens and ends with it."""

    def __init__(self, base_url: str) -> None:
        self._command = [sys.executable, sys.argv[0], "play_demo", "--base-url", base_url]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL)

    def end(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(PLAY_ENDS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_WORKERS):
        raise ArgumentTypeError(f"{text!r} is not a number from 1 to {MOST_WORKERS}")
    return int(text)
