"""A time-stamping authority on this machine, as RFC 3161 (3.4) has it over HTTP; it misbehaves as it is told."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from chatserver.config.time_stamping import StampingAuthority
from tests.chatserver.outside.time_stamps.tokens import SHA512, Authority, Request, make_authority, refusal


class StampServer(ThreadingHTTPServer):
    """how: the names in ANSWERS or FAULTS, of the next answers, each used once; after them it behaves."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.authority = make_authority()
        self.how: list[str] = []
        self.requests: list[Request] = []
        self.headers: list[dict[str, str]] = []
        self.is_over = threading.Event()

    def settings(self, **fields: object) -> StampingAuthority:
        told = {"url": f"http://127.0.0.1:{self.server_port}/tsr", "roots": self.authority.roots, "timeout_seconds": 5}
        return StampingAuthority(**told | fields)  # type: ignore[arg-type]


type Answer = Callable[[Authority, Request], bytes]

ANSWERS: dict[str, Answer] = {
    "": lambda authority, request: authority.answer(request.digest, request.nonce),
    "wrong nonce": lambda authority, request: authority.answer(request.digest, (request.nonce or 0) + 1),
    "no nonce": lambda authority, request: authority.answer(request.digest),
    "wrong imprint": lambda authority, request: authority.answer(bytes(32), request.nonce),
    "other algorithm": lambda authority, request: authority.answer(request.digest * 2, request.nonce, algorithm=SHA512),
    "granted with mods": lambda authority, request: authority.answer(request.digest, request.nonce, status=1),
    "rejection": lambda _authority, _request: refusal(),
    "rejection with a token": lambda authority, request: authority.answer(request.digest, request.nonce, status=2),
    "waiting": lambda _authority, _request: refusal(3),
    "expired certificate": lambda _authority, request: make_authority(
        until=datetime.now(UTC) - timedelta(days=1)
    ).answer(request.digest, request.nonce),
    "foreign root": lambda _authority, request: make_authority(is_foreign=True).answer(request.digest, request.nonce),
    "certificate for something else": lambda _authority, request: make_authority(is_for_time_stamps=False).answer(
        request.digest, request.nonce
    ),
    "flipped signature": lambda authority, request: _flipped(authority.answer(request.digest, request.nonce)),
    "cut": lambda authority, request: authority.answer(request.digest, request.nonce)[:-40],
    "its clock is wrong": lambda authority, request: authority.answer(
        request.digest, request.nonce, at=datetime.now(UTC) - timedelta(days=2)
    ),
    "garbage": lambda _authority, _request: b"<html>Sorry</html>",
    "nothing": lambda _authority, _request: b"",
    "too much": lambda _authority, _request: b"\x30" * 200_000,
}
FAULTS = {"error": 500, "busy": 503, "away": 404, "moved": 302}
"""silent: no answer until the server ends. drip: one byte after the other, for ever."""


class Handler(BaseHTTPRequestHandler):
    server: StampServer
    protocol_version = "HTTP/1.1"
    timeout = 5

    def do_POST(self) -> None:
        request = Request.parse(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        how = self.server.how.pop(0) if self.server.how else ""
        if how == "silent":
            self.server.is_over.wait()
            self.close_connection = True
        elif how == "drip":
            self._drip()
        else:
            status = FAULTS.get(how, 200)
            self._send(status, ANSWERS[how](self.server.authority, request) if status == 200 else b"Sorry")

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/timestamp-reply" if status == 200 else "text/html")
        self.send_header("Content-Length", str(len(body)))
        if status == FAULTS["moved"]:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        try:
            while not self.server.is_over.wait(0.05):
                self.wfile.write(b"0")
                self.wfile.flush()
        except OSError:
            self.close_connection = True  # they have hung up, as they should

    def log_message(self, *_words: object) -> None:
        """Not on the terminal."""


def _flipped(response: bytes) -> bytes:
    """The signature is the last of it."""
    return response[:-1] + bytes([response[-1] ^ 1])


@contextmanager
def open_authority() -> Iterator[StampServer]:
    with StampServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.is_over.set()
            server.shutdown()
            thread.join()
