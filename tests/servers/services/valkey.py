"""A Valkey of the tests' own: real, on a free port of this machine, without data on disk."""

import signal
import socket
from contextlib import closing
from typing import Any

import redis

from tests.servers.background import Background
from tests.servers.own_server import OwnServer
from tests.servers.services.binaries import find_valkey

STARTS_WITHIN_SECONDS = 30
STOPS_WITHIN_SECONDS = 30
ANSWERS_WITHIN_SECONDS = 30


class Valkey(OwnServer):
    """One server, on the same port for as long as this object lives. Ended by close(), or with the test run."""

    def __init__(self, *arguments: str) -> None:
        super().__init__("valkey")
        self._arguments = arguments
        self._program = find_valkey()
        self._start_on_a_free_port()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0?protocol=2"

    def start(self, *arguments: str) -> None:
        """Start it (again, on the same port, with what was saved) and return when it answers."""
        where = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        self._server = Background(
            [str(self._program), *where, "--save", "", "--appendonly", "no", *self._arguments, *arguments],
            log_path=self.log_path,
        )
        self._server.wait_until(self._answers, STARTS_WITHIN_SECONDS, self.log_path)

    def stop(self) -> None:
        self.thaw()
        self.running.stop(signal.SIGTERM, STOPS_WITHIN_SECONDS)
        self._server = None

    def restart(self, *arguments: str) -> None:
        self.stop()
        self.start(*arguments)

    def freeze(self) -> None:
        """Suspend it: connections stay, and nothing is answered."""
        self.running.send(signal.SIGSTOP)

    def thaw(self) -> None:
        self.running.send(signal.SIGCONT)

    def command(self, *words: str | int, password: str | None = None) -> Any:
        url, patience_s = self.url, ANSWERS_WITHIN_SECONDS
        with closing(redis.Redis.from_url(url, password=password, socket_timeout=patience_s)) as client:
            return client.execute_command(*words)

    def close(self) -> None:
        if self._server is not None:
            self.stop()
        self.delete_folder()

    def _start_on_a_free_port(self) -> None:
        """Another process may take the port between our check and its start; then use another port."""
        for is_last_try in (False, False, True):
            self.port = find_free_port()
            try:
                self.start()
            except AssertionError:
                if is_last_try or "Address already in use" not in self.log:
                    raise
            else:
                break

    def _answers(self) -> bool:
        try:
            return bool(self.command("PING"))
        except redis.ConnectionError:  # not yet; wait_until() knows how long is too long
            return False


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
