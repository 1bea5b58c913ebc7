"""One of the product's servers with a tiny application, once under Daphne and once under uvicorn."""

import json
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.servers.background import Background
from tests.servers.server import ROOT

PROGRAM = Path(__file__).with_name("tiny_application.py")
PATIENCE_S = 30.0
HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


class Tiny:
    """A running server. Everything that it is asked to print is in its log."""

    def __init__(self, server: str, log_path: Path, *, files: int | None = None, **limits: float) -> None:
        self.name = server
        self.log_path = log_path
        self.faults_expected = False
        command = [sys.executable, "-W", "default", str(PROGRAM), server, json.dumps(limits)]
        if files is not None:
            command = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", *command]
        self.process = Background(command, log_path=log_path, cwd=ROOT, environment={"PYTHONPATH": str(ROOT)})
        self.process.wait_until(lambda: "Listening on" in self.log, PATIENCE_S, log_path)
        self.port = int(re.findall(r"Listening on (\d+)", self.log)[0])

    @property
    def pids(self) -> list[int]:
        return [self.process.pid]

    @property
    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8")

    @property
    def said(self) -> list[str]:
        return self.log.splitlines()[1:]

    @property
    def faults(self) -> list[str]:
        signs = (" ERROR ", "Traceback", "Warning:", "Exception ignored")
        return [line for line in self.said if any(sign in line for sign in signs)]

    def says(self, line: str, within_s: float = PATIENCE_S) -> None:
        """Wait until it has printed a line."""
        deadline = time.monotonic() + within_s
        while line not in self.said:
            assert time.monotonic() < deadline, f"It never said {line!r}, but:\n{self.log}"
            time.sleep(0.01)

    def connect(self) -> ClientConnection:
        return connect(f"ws://127.0.0.1:{self.port}/", compression=None, max_size=None, ping_interval=None)

    def open(self, *, receives: int | None = None) -> socket.socket:
        """A raw connection, with a receive buffer of so many bytes."""
        bare = socket.socket()
        if receives is not None:
            bare.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
        bare.settimeout(PATIENCE_S)
        try:
            bare.connect(("127.0.0.1", self.port))
        except OSError:
            bare.close()
            raise
        return bare

    def open_websocket(self, **how: int) -> socket.socket:
        """A WebSocket that is opened after the handshake."""
        bare = self.open(**how)
        bare.sendall(HANDSHAKE)
        assert read_until(bare, b"\r\n\r\n").startswith(b"HTTP/1.1 101 ")
        return bare


Start = Callable[..., Tiny]
"""Starts a server with other limits than the product's, by their names in small letters; and with few files."""


@pytest.fixture(params=["daphne", "uvicorn"])
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Start]:
    def start(**how: Any) -> Tiny:
        tiny = Tiny(request.param, tmp_path / "log", **how)
        exits.callback(end, tiny)
        return tiny

    with ExitStack() as exits:
        yield start


@pytest.fixture
def tiny(start: Start) -> Tiny:
    return start()


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def shared_tiny(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    """For tests that look at none of its output."""
    tiny = Tiny(request.param, tmp_path_factory.mktemp("tiny") / "log")
    yield tiny
    end(tiny)


def end(tiny: Tiny) -> None:
    if tiny.process.is_running:
        tiny.process.kill()
    assert tiny.faults_expected or tiny.faults == []


def read_all(bare: socket.socket) -> bytes:
    """Until the other side closes, properly or not."""
    received = b""
    with suppress(ConnectionResetError):
        while part := bare.recv(1 << 20):
            received += part
    return received


def read_until(bare: socket.socket, end: bytes) -> bytes:
    received = b""
    while not received.endswith(end):
        part = bare.recv(1)
        assert part, received
        received += part
    return received


def masked(text: bytes) -> bytes:
    """A client's text frame of less than 126 bytes, with a mask of zeros."""
    return bytes((0x81, 0x80 | len(text))) + bytes(4) + text
