"""Another office's program on this machine: it speaks GeoReport v2, and misbehaves as it is told."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chatserver.config.open311_receivers import Receiver


class OtherOffice(ThreadingHTTPServer):
    """how: the ways of the next answers, each used once; after them it behaves.

    error: 500 before anything was done. busy: 503. refused: 400. silent: done, and no answer. error_after: done, and
    500. drips: done, and answered one byte after the other, for seconds. misled: done, and an address to go to that is
    none. token: a token instead of a number. nothing: done, and neither number nor token. xml: done, and answered in
    XML. latin1, wrapped, number: other forms of JSON.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.how: list[str] = []
        self.requests: list[dict[str, str]] = []
        self.rows: list[dict[str, Any]] = []
        self.has_given_numbers = True

    def receiver(self, **fields: Any) -> Receiver:
        told: dict[str, Any] = {
            "name": "city",
            "agency": "City Corporation",
            "url": f"http://127.0.0.1:{self.server_port}/open311/v2/",
            "key": "their-key",
            "jurisdiction": "city.example",
            "services": {"drains": "D-1"},
            "timeout_seconds": 2,
        }
        return Receiver(**told | fields)

    def lodge(self, fields: dict[str, str]) -> dict[str, Any]:
        number = 1000 + len(self.rows) + 1
        row = {
            "service_request_id": str(number),
            "status": "open",
            "status_notes": None,
            "description": fields["description"],
        }
        self.rows.append(row)
        return row


class Handler(BaseHTTPRequestHandler):
    server: OtherOffice
    protocol_version = "HTTP/1.1"
    timeout = 5

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = dict(parse_qsl(body))
        self.server.requests.append({"path": self.path, **fields})
        how = self.server.how.pop(0) if self.server.how else ""
        if how in FAILURES:
            self._answer(FAILURES[how], b"<html>Sorry</html>", "text/html")
            return
        row = self.server.lodge(fields)
        if how == "silent":
            self.close_connection = True
        elif how == "drips":
            self._answer(200, taken(row, how), between_s=0.1)
        elif how == "misled":
            self.send_response(307)
            self.send_header("Location", "http://[bad")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._answer(500 if how == "error_after" else 200, taken(row, how))

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        self.server.requests.append({"path": address.path, **dict(parse_qsl(address.query))})
        how = self.server.how.pop(0) if self.server.how else ""
        if how in FAILURES:
            self._answer(FAILURES[how], b"Sorry")
            return
        self._answer(200, b"<requests/>" if how == "xml" else written(self._found(address.path), how))

    def _found(self, path: str) -> list[dict[str, Any]]:
        name = path.rpartition("/")[2].removesuffix(".json")
        if "/tokens/" in path:
            number = self.server.rows[-1]["service_request_id"] if self.server.has_given_numbers else ""
            return [{"token": name, "service_request_id": number}]
        if "/requests/" in path:
            return [row for row in self.server.rows if row["service_request_id"] == name]
        return self.server.rows

    def _answer(self, status: int, body: bytes, kind: str = "application/json", between_s: float = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not between_s:
            self.wfile.write(body)
            return
        with suppress(OSError):  # nobody reads it any longer
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(between_s)

    def log_message(self, format: str, *arguments: object) -> None:
        """Logs nothing."""


FAILURES = {"error": 500, "busy": 503, "refused": 400}


def taken(row: dict[str, Any], how: str) -> bytes:
    if how == "xml":
        return b"<service_requests><request><service_request_id>7</service_request_id></request></service_requests>"
    answer: dict[str, Any] = {"service_request_id": row["service_request_id"], "service_notice": "Café"}
    if how == "token":
        answer = {"token": f"t/{row['service_request_id']}", "service_request_id": ""}
    if how == "nothing":
        answer = {"service_notice": "Thank you"}
    if how == "number":
        answer["service_request_id"] = int(row["service_request_id"])
    return written([answer], how)


def written(rows: list[dict[str, Any]], how: str) -> bytes:
    told: Any = {"service_requests": {"request": rows}} if how == "wrapped" else rows
    return json.dumps(told, ensure_ascii=False).encode("latin-1" if how == "latin1" else "utf-8")


@contextmanager
def open_office() -> Iterator[OtherOffice]:
    server = OtherOffice()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
