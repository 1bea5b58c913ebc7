"""An HTTP gateway for SMS, as a process beside the tests: it keeps what it was sent, byte for byte."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from chatserver.accounts.senders import finding
from chatserver.config.sms_gateway import Gateway

JSON = {"Content-Type": "application/json", "Authorization": "Bearer of-the-tests"}
CODE = re.compile(rb"#([0-9]{6})")


class FakeGateway(ThreadingHTTPServer):
    """Answers with `status`, or closes the connection without an answer if that is 0; keeps what it was sent."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = 200
        self.location = ""
        self.latency_s = 0.0
        self.connections = 0
        self.open_sockets: list[socket.socket] = []
        self.told: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def codes(self) -> list[str]:
        """The codes of each message that had one on its last line, in the order in which they came."""
        return [found[1].decode() for _path, _headers, body in self.told if (found := CODE.search(body))]

    def hang_up_idle(self) -> None:
        """Close every connection, and wait until the other side can see it."""
        for each in self.open_sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self.open_sockets.clear()

    def handed_over(self, **fields: Any) -> Gateway:
        address = f"http://127.0.0.1:{self.server_port}/send?account=7"
        body = '{"mobile": "{to}", "message": "{text}", "template_id": "{template}", "n": {1}}'
        return replace(Gateway(url=address, body=body, headers=JSON, timeout_seconds=5), **fields)


class Handler(BaseHTTPRequestHandler):
    server: FakeGateway
    protocol_version = "HTTP/1.1"
    timeout = 5

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1
        self.server.open_sockets.append(self.request)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.path, dict(self.headers), body))
        time.sleep(self.server.latency_s)
        if self.server.status:
            self.send_response(self.server.status)
            if self.server.location:
                self.send_header("Location", self.server.location)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.close_connection = True

    def log_message(self, format: str, *arguments: object) -> None:
        """Logs nothing: the number is in none of our logs either."""


@contextmanager
def open_gateway() -> Iterator[FakeGateway]:
    server = FakeGateway()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        while finding._kept:
            finding._kept.pop()[1].close()
        server.shutdown()
        thread.join()
        server.server_close()
