"""A relay of drand on this machine, with a chain of its own; it misbehaves as it is told."""

import hashlib
import json
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sessions.ordering.beacons import BeaconRelay

PERIOD, GENESIS, KEY, GROUP = 30, 1_600_000_007, b"\xab" * 48, b"\xcd" * 32
CHAIN = hashlib.sha256(struct.pack(">Iq", PERIOD, GENESIS) + KEY + GROUP + b"tests").hexdigest()
INFO = {
    "public_key": KEY.hex(),
    "period": PERIOD,
    "genesis_time": GENESIS,
    "hash": CHAIN,
    "groupHash": GROUP.hex(),
    "schemeID": "pedersen-bls-chained",
    "metadata": {"beaconID": "tests"},
}


def newest() -> int:
    return int((time.time() - GENESIS) // PERIOD) + 1


def round_of(number: int) -> dict[str, Any]:
    signature = hashlib.sha512(f"round {number}".encode()).digest()
    return {
        "round": number,
        "randomness": hashlib.sha256(signature).hexdigest(),
        "signature": signature.hex(),
        "previous_signature": hashlib.sha512(f"round {number - 1}".encode()).hexdigest(),
    }


def _told(**changes: Any) -> bytes:
    return json.dumps({**INFO, **round_of(newest()), **changes}).encode()


ANSWERS = {
    "old": lambda: _told(**round_of(newest() - 3)),
    "to come": lambda: _told(**round_of(newest() + 2)),
    "far ahead": lambda: _told(**round_of(2**53 - 1)),
    "wrong hash": lambda: _told(randomness="00" * 32, genesis_time=GENESIS - PERIOD),
    "no hex": lambda: _told(signature="xyz", public_key="xyz"),
    "no number": lambda: _told(round="1", period="1"),
    "no time passes": lambda: _told(round=0, period=0),
    "another shape": lambda: b"[1, 2]",
    "deep": lambda: b"[" * 8_000,
    "no JSON": lambda: b"<html>Sorry</html>",
    "no text": lambda: b"\xff\xfe\x00",
    "nothing": lambda: b"",
    "huge": lambda: b" " * 200_000 + _told(),
}
STATUSES = {"error": 500, "away": 404, "busy": 429, "moved": 302}
"""Statuses of wrong answers. Two kinds have none.

"silent": no answer until the relay ends. "drip": one byte after the other, for ever.
"""


class DrandRelay(ThreadingHTTPServer):
    """how: the way in which it answers; blank: as it should. asked: the paths."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.how, self.asked, self.is_over = "", list[str](), threading.Event()
        self.was_asked = threading.Event()
        self.relay = BeaconRelay(f"http://127.0.0.1:{self.server_port}/{CHAIN}", CHAIN)


class Handler(BaseHTTPRequestHandler):
    server: DrandRelay
    protocol_version = "HTTP/1.1"
    timeout = 5

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.was_asked.set()
        how, (_, chain, *rest) = self.server.how, self.path.split("/")
        if how == "silent":
            self.server.is_over.wait()
            self.close_connection = True
        elif how == "drip":
            self._drip()
        elif how in STATUSES or chain != CHAIN:
            self._send(STATUSES.get(how, 404), b"Sorry")
        elif how:
            self._send(200, ANSWERS[how]())
        else:
            number = newest() if rest[-1] == "latest" else int(rest[-1]) if rest[-1].isdigit() else 0
            self._send(200, json.dumps(round_of(number) if number else INFO).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status == STATUSES["moved"]:
            self.send_header("Location", f"/{CHAIN}/elsewhere")
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        try:
            while not self.server.is_over.wait(0.05):
                self.wfile.write(b" ")
                self.wfile.flush()
        except OSError:
            self.close_connection = True  # they have hung up, as they should

    def log_message(self, *_words: object) -> None:
        """Not on the terminal."""


@contextmanager
def open_relay() -> Iterator[DrandRelay]:
    with DrandRelay() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.is_over.set()
            server.shutdown()
            thread.join()
