"""A push service for tests: takes messages as RFC 8030 says, checks who sends, keeps them by topic, and decrypts them.

It answers as it is told to, also never, or with garbage, and after the message was taken.
"""

import json
import threading
import time
from base64 import urlsafe_b64decode
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, override

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from chatserver.push.base64url import read_base64url, write_base64url
from chatserver.push.encryption import CURVE, BrowserKeys, point_of, read_curve_point
from tests.servers.services.browser_keys import decrypt

GARBAGE, SILENCE = "garbage", "silence"
type Told = int | str | tuple[int, dict[str, str]]


@dataclass
class TestBrowser:
    """A browser's subscription: its keys, the messages that wait by topic, and everything that was sent to it."""

    __test__ = False
    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    auth: bytes = b"0123456789abcdef"
    waiting: dict[str, bytes] = field(default_factory=dict)
    sent: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: deque[Told] = field(default_factory=deque)

    @property
    def keys(self) -> BrowserKeys:
        return BrowserKeys(point_of(self.private), self.auth)

    def as_json(self) -> dict[str, Any]:
        """PushSubscription.toJSON()."""
        keys = {"p256dh": write_base64url(self.keys.public), "auth": write_base64url(self.auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def messages(self) -> list[dict[str, Any]]:
        """What waits to be shown, decrypted."""
        return [json.loads(decrypt(body, self.auth, self.private)) for body in self.waiting.values()]


class PushService:
    """taken: whether a message is kept although the answer says otherwise."""

    def __init__(self) -> None:
        self.browsers: dict[str, TestBrowser] = {}
        self.stopping = threading.Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.take(self, {name.lower(): value for name, value in self.headers.items()}, body)

            @override
            def log_message(self, format: str, *args: Any) -> None:
                """In silence."""

        class Server(ThreadingHTTPServer):
            @override
            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that goes while it is answered is a part of the tests."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"

    def browser(self, name: str = "one") -> TestBrowser:
        return self.browsers.setdefault(name, TestBrowser(f"{self.origin}/push/{name}"))

    def take(self, handler: BaseHTTPRequestHandler, headers: dict[str, str], body: bytes) -> None:
        browser = self.browsers[handler.path.removeprefix("/push/")]
        self.check(headers)
        browser.sent.append((headers, body))
        told = browser.answers.popleft() if browser.answers else 201
        status, more = told if isinstance(told, tuple) else (told, {})
        if told in (201, 202, GARBAGE, SILENCE, 500):  # the last three after the effect
            browser.waiting[headers["topic"]] = body
        if told == SILENCE:
            self.stopping.wait(30)
        elif told == GARBAGE:
            handler.wfile.write(b"\0\xff 2O1 yes\r\n\r\n")
            handler.close_connection = True
        else:
            answer = b"<html>" + b"x" * 1000
            handler.send_response(int(status))
            for name, value in {**more, "Content-Length": str(len(answer)), "Location": "http://127.0.0.1:1/"}.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(answer)

    def check(self, headers: dict[str, str]) -> None:
        """Check the message as RFC 8292 wants it. Raises InvalidSignature or AssertionError."""
        scheme, _, rest = headers["authorization"].partition(" ")
        token, key = (part.partition("=")[2] for part in rest.split(", "))
        head, claims, signature = token.split(".")
        raw = read_base64url(signature)
        der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        read_curve_point(read_base64url(key)).verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
        told = json.loads(urlsafe_b64decode(claims + "=="))
        assert (scheme, told["aud"]) == ("vapid", self.origin)
        assert time.time() < told["exp"] <= time.time() + 24 * 3600
        assert headers["content-encoding"] == "aes128gcm"
        assert int(headers["ttl"]) > 0
        assert len(headers["topic"]) <= 32


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()
    thread = threading.Thread(target=service.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.stopping.set()
        service.server.shutdown()
        service.server.server_close()
        thread.join()
