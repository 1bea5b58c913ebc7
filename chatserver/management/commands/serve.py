"""Serves the whole product from one process: pages, sockets and the clock."""

import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from chatserver import clock_thread, configuration, serving
from chatserver.demo_sheet import prepare_demo, table_lines

PLAY_ENDS_WITHIN_SECONDS = 5


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (IPv4)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on; 0 for any free one")
        parser.add_argument("--demo", action="store_true", help="in an empty database: an invented borough, live now")
        parser.add_argument("--play", action="store_true", help="let the demo's evening play by itself")

    def handle(self, *, host: str, port: int, demo: bool, play: bool, **options: Any) -> None:
        with closing(open_listener(host, port)) as listener:
            self.serve(listener, demo=demo, play=play)

    def serve(self, listener: socket.socket, *, demo: bool, play: bool) -> None:
        host, port = listener.getsockname()
        base_url = settle_origins(port)
        prepare_database()
        call_command("collectstatic", verbosity=0, interactive=False)
        if demo or play:
            for line in table_lines(prepare_demo(settings.DATA_DIR / "demo.json", base_url=base_url)):
                self.stdout.write(line)
        evening = PlayedEvening(base_url) if play else None

        def when_ready() -> None:
            elsewhere = f", for people at {base_url}/" if os.environ.get("ORIGINS") else ""
            self.stdout.write(f"Listening on http://{host}:{port}/{elsewhere}")
            if evening is not None:
                evening.start()

        from chatserver.asgi import application  # only now: it reads the origins and the collected files

        clock = clock_thread.start()
        try:
            serving.serve(application, listener, trust_proxy=settings.TRUST_PROXY, when_ready=when_ready)
        finally:
            clock.stop()
            if evening is not None:
                evening.end()


def open_listener(host: str, port: int) -> socket.socket:
    if settings.DEBUG and not host.startswith("127.") and host != "localhost":
        raise CommandError("DEBUG shows the inside of the server; with it on, listen on 127.0.0.1 only.")
    try:
        return serving.open_socket(host, port)
    except OSError as reason:
        raise CommandError(f"Cannot listen on {host}:{port}: {reason.strerror}.") from None


def settle_origins(port: int) -> str:
    """Where ORIGINS says nothing, the port that we really listen on is the origin; answers the first origin."""
    if not os.environ.get("ORIGINS"):
        settings.ALLOWED_ORIGINS = settings.CSRF_TRUSTED_ORIGINS = configuration.local_origins(port)
    return settings.ALLOWED_ORIGINS[0]


def prepare_database() -> None:
    """Apply whatever migrations are missing, quietly."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    connection.close()


class PlayedEvening:
    """The process of play_demo, which begins when we listen and ends with us."""

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
