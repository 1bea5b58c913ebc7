"""Facebook, X, Mastodon, Bluesky and Telegram on this machine, as their services document them; they misbehave as told.

Each stores what it took in `taken`; after a request that failed, tests count there what the public would see.
"""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chatserver.config.posting_targets import PostingTarget

VALUES: dict[str, dict[str, str]] = {
    "facebook": {"page": "1029", "token": "page-token"},
    "x": {
        "consumer_key": "x-key",
        "consumer_secret": "x-secret",
        "token": "x-token",
        "token_secret": "x-pass",
    },
    "mastodon": {"token": "masto-token"},
    "bluesky": {"handle": "ward95.example", "password": "app-password"},
    "telegram": {"chat": "@ward95", "token": "42:bot-token"},
}
SECRETS = [
    value for values in VALUES.values() for name, value in values.items() if name not in ("page", "chat", "handle")
]

ERRORS: dict[str, dict[str, tuple[int, Any]]] = {
    "facebook": {
        "token": (400, {"error": {"code": 190, "type": "OAuthException", "message": "Error validating access token"}}),
        "rights": (403, {"error": {"code": 200, "message": "Permissions error"}}),
        "busy": (400, {"error": {"code": 32, "message": "Page request limit reached"}}),
        "refused": (400, {"error": {"code": 100, "message": "Invalid parameter"}}),
        "temporary": (500, {"error": {"code": 2, "message": "Service temporarily unavailable"}}),
        "duplicate": (400, {"error": {"code": 506, "message": "Duplicate status message"}}),
        "huge_number": (400, {"error": {"code": 10**150, "message": "?"}}),
    },
    "x": {
        "token": (401, {"title": "Unauthorized", "status": 401}),
        "rights": (403, {"title": "Forbidden", "detail": "You are not permitted to perform this action."}),
        "busy": (429, {"title": "Too Many Requests"}),
        "refused": (400, {"title": "Invalid Request"}),
        "temporary": (503, {"title": "Service Unavailable"}),
        "duplicate": (403, {"detail": "You are not allowed to create a Tweet with duplicate content."}),
    },
    "mastodon": {
        "token": (401, {"error": "The access token is invalid"}),
        "rights": (403, {"error": "This action is not allowed"}),
        "busy": (429, {"error": "Too many requests"}),
        "refused": (422, {"error": "Validation failed: Text character limit of 500 exceeded"}),
        "temporary": (503, {"error": "Service Unavailable"}),
    },
    "bluesky": {
        "token": (401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"}),
        "rights": (403, {"error": "Forbidden"}),
        "busy": (429, {"error": "RateLimitExceeded"}),
        "refused": (400, {"error": "InvalidRequest"}),
        "temporary": (502, {"error": "UpstreamFailure"}),
    },
    "telegram": {
        "token": (401, {"ok": False, "error_code": 401, "description": "Unauthorized"}),
        "rights": (403, {"ok": False, "error_code": 403, "description": "Forbidden: bot is not a member"}),
        "busy": (429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 120}}),
        "refused": (400, {"ok": False, "error_code": 400, "description": "Bad Request: message text is empty"}),
        "temporary": (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"}),
        "huge_number": (429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 10**30}}),
    },
}


ERROR_BODIES: dict[str, Any] = {
    "facebook": {"error": {"code": 1, "message": "An unknown error occurred", "fbtrace_id": "A"}},
    "x": {"errors": [{"title": "Not Found Error"}]},
    "mastodon": {"error": "Something went wrong"},
    "bluesky": {"error": "UpstreamFailure"},
    "telegram": {"ok": False, "error_code": 500, "description": "Internal Server Error"},
}
"""With status 200."""

ODD: dict[str, Callable[[dict[str, Any]], tuple[int, Any]]] = {
    "error_after": lambda _answer: (500, "<html>Sorry</html>"),
    "garbage": lambda _answer: (200, '{"id": "10'),
    "empty": lambda _answer: (200, ""),
    "huge": lambda answer: (200, json.dumps(answer | {"more": "x" * 2_000_000})),
    "twice": lambda answer: (200, json.dumps(answer) * 2),
    "page": lambda _answer: (200, "<html><body>Please sign in</body></html>"),
    "lost_page": lambda _answer: (404, "<html><body>Not found</body></html>"),
    "latin1": lambda answer: (
        200,
        json.dumps(answer | {"x": "é"}, ensure_ascii=False).encode("latin-1", "replace"),
    ),
}
"""By the true answer, as status and body."""


class Services(ThreadingHTTPServer):
    """how: the ways of the next posts, each used once; after them it behaves.

    The names in ERRORS: the service's own refusals, before anything was done. error: 500, nothing done. Done, and
    then: error_after 500, silent no answer, late an answer after the time-out, drip one byte after the other, garbage
    no JSON, empty nothing, huge more than anybody reads, twice two answers in one body, two_answers two on the wire,
    page a page in HTML, error_body an error with status 200, latin1 JSON in Latin-1, reset an answer that breaks off,
    misled an address to go to that is none, another the name of the first post.
    moved: nothing done, but an address on this machine to go to instead.
    how_removed: the ways of the next removals, each used once, before anything is removed.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.how: list[str] = []
        self.how_found: list[str] = []
        self.how_removed: list[str] = []
        self.requests: list[tuple[str, str, dict[str, Any], dict[str, str]]] = []
        self.taken: list[dict[str, Any]] = []
        self.keys: dict[str, tuple[float, dict[str, Any]]] = {}
        self.is_over = threading.Event()

    def target(self, service: str, **fields: Any) -> PostingTarget:
        told: dict[str, Any] = {
            "name": f"our-{service}",
            "service": service,
            "url": f"http://127.0.0.1:{self.server_port}/{service}",
            "values": VALUES[service],
            "timeout_seconds": 5,
        }
        return PostingTarget(**told | fields)

    def take(self, post: dict[str, Any]) -> dict[str, Any]:
        post["id"] = str(1000 + len(self.taken))
        self.taken.append(post)
        return post

    @property
    def posts(self) -> list[tuple[str, dict[str, Any]]]:
        """The requests that ask to post."""
        return [(path, body) for method, path, body, _headers in self.requests if method == "POST" and _posts(path)]


def _posts(path: str) -> bool:
    return path.endswith(("/feed", "/2/tweets", "/statuses", "putRecord", "sendMessage"))


class Handler(BaseHTTPRequestHandler):
    server: Services
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_POST(self) -> None:
        if self.path.endswith("uploadBlob"):
            png = self.rfile.read(int(self.headers["Content-Length"]))
            assert png.startswith(b"\x89PNG")
            self._answer(200, {"blob": {"$type": "blob", "mimeType": "image/png", "size": len(png)}})
            return
        body = self._body()
        _, service, path = urlsplit(self.path).path.split("/", 2)
        if path.endswith("createSession"):
            self._sign_in(body)
            return
        if path.endswith(("deleteMessage", "deleteRecord")) and self._is_not_removed():
            return
        how = self.server.how.pop(0) if self.server.how else ""
        if how in ERRORS[service]:
            self._answer(*ERRORS[service][how], headers={"Retry-After": "120"} if how == "busy" else {})
        elif how == "error":
            self._answer(500, "<html>Sorry</html>")
        elif how == "moved":
            self._answer(307, "", headers={"Location": f"http://127.0.0.1:{self.server.server_port}/inner/"})
        else:
            self._misbehave(how, self._took(service, path, body))

    def do_GET(self) -> None:
        self.server.requests.append(("GET", self.path, {}, dict(self.headers)))
        _, service, path = urlsplit(self.path).path.split("/", 2)
        how = self.server.how_found.pop(0) if self.server.how_found else ""
        if how in ERRORS[service]:
            self._answer(*ERRORS[service][how])
        elif how:
            self._misbehave(how, {})
        else:
            self._answer(*FOUND[service](self.server, path, dict(parse_qsl(urlsplit(self.path).query))))

    def do_DELETE(self) -> None:
        self.server.requests.append(("DELETE", self.path, {}, dict(self.headers)))
        if self._is_not_removed():
            return
        self._remove(self.path.rpartition("/")[2].rpartition("_")[2])

    def _took(self, service: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        if path.endswith(("deleteMessage", "deleteRecord")):
            wanted = str(body.get("message_id", body.get("rkey")))
            self.server.taken = [each for each in self.server.taken if wanted not in (each["id"], each.get("rkey"))]
            return {"ok": True, "result": True}
        return TOOK[service](self.server, body, dict(self.headers))

    def _is_not_removed(self) -> bool:
        how = self.server.how_removed.pop(0) if self.server.how_removed else ""
        if how:
            self._misbehave(how, {})
        return bool(how)

    def _remove(self, wanted: str) -> None:
        left = [each for each in self.server.taken if each["id"] != wanted]
        is_there = len(left) < len(self.server.taken)
        self.server.taken = left
        self._answer(200 if is_there else 404, {"success": is_there, "data": {"deleted": is_there}})

    def _sign_in(self, body: dict[str, Any]) -> None:
        if self.server.how[:1] == ["token"]:
            self.server.how.pop(0)
            self._answer(*ERRORS["bluesky"]["token"])
        else:
            assert body == {"identifier": "ward95.example", "password": "app-password"}
            self._answer(200, {"did": "did:plc:ward95", "accessJwt": "jwt"})

    def _misbehave(self, how: str, answer: dict[str, Any]) -> None:
        if how in ODD:
            self._answer(*ODD[how](answer))
            return
        match how:
            case "silent":
                self.close_connection = True
            case "late":
                self.server.is_over.wait(3)
                self._answer(200, answer)
            case "drip":
                self._drip(json.dumps(answer).encode())
            case "reset":
                self._break_off()
            case "misled":
                self._answer(307, "", headers={"Location": "http://[bad"})
            case "two_answers":
                self._answer(200, answer)
                self._answer(200, {"id": "another", "ok": True, "data": {"id": "another"}})
            case "error_body":
                self._answer(200, ERROR_BODIES[urlsplit(self.path).path.split("/")[1]])
            case _:
                named = self.server.taken[-1]["id"] if how == "another" else "1000"
                self._answer(200, json.dumps(answer).replace(named, "1000"))

    def _drip(self, body: bytes) -> None:
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _each in range(100):
                self.wfile.write(b"X-More: 1\r\n")
                if self.server.is_over.wait(0.05):
                    break
            self.wfile.write(b"\r\n" + body)
        self.close_connection = True

    def _break_off(self) -> None:
        """A reset, after the head of an answer."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{")
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _answer(self, status: int, told: Any, headers: dict[str, str] | None = None) -> None:
        body = told if isinstance(told, bytes) else (told if isinstance(told, str) else json.dumps(told)).encode()
        with suppress(OSError):
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def _body(self) -> dict[str, Any]:
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        is_json = "json" in self.headers["Content-Type"]
        body: dict[str, Any] = json.loads(raw) if is_json else dict(parse_qsl(raw))
        self.server.requests.append(("POST", self.path, body, dict(self.headers)))
        return body

    def log_message(self, format: str, *arguments: object) -> None:
        """Logs nothing."""


def _took_facebook(server: Services, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    assert headers["Authorization"] == "Bearer page-token"
    return {"id": f"1029_{server.take({'text': body['message'], 'link': body['link']})['id']}"}


def _took_x(server: Services, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    assert headers["Authorization"].startswith("OAuth oauth_consumer_key=")
    assert set(body) == {"text"}
    return {"data": {"id": server.take({"text": body["text"]})["id"], "text": body["text"]}}


def _took_mastodon(server: Services, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    key, now = headers["Idempotency-Key"], time.time()
    if key in server.keys and now - server.keys[key][0] < 3600:
        return server.keys[key][1]
    taken = server.take({"text": body["status"], "language": body["language"], "visibility": body["visibility"]})
    answer = {"id": taken["id"], "url": f"https://mastodon.example/@ward95/{taken['id']}", "content": taken["text"]}
    server.keys[key] = (now, answer)
    return answer


def _took_bluesky(server: Services, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    assert headers["Authorization"] == "Bearer jwt"
    rkey = body["rkey"]
    assert len(rkey) == 13
    if not any(each.get("rkey") == rkey for each in server.taken):
        server.take({"text": body["record"]["text"], "rkey": rkey, "record": body["record"]})
    return {"uri": f"at://did:plc:ward95/app.bsky.feed.post/{rkey}", "cid": "bafy"}


def _took_telegram(server: Services, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    assert body["chat_id"] == "@ward95"
    return {"ok": True, "result": {"message_id": int(server.take({"text": body["text"]})["id"])}}


def _found_facebook(server: Services, path: str, query: dict[str, str]) -> tuple[int, Any]:
    assert query["fields"] == "id,message,created_time"
    rows = [{"id": f"1029_{each['id']}", "message": each["text"]} for each in reversed(server.taken)]
    return 200, {"data": rows[: int(query["limit"])]}


def _found_x(server: Services, path: str, query: dict[str, str]) -> tuple[int, Any]:
    if path == "2/users/me":
        return 200, {"data": {"id": "77"}}
    assert path == "2/users/77/tweets"
    rows = [_tweet(each) for each in reversed(server.taken)][: int(query["max_results"])]
    return 200, {"data": rows, "meta": {}} if rows else {"meta": {"result_count": 0}}


def _tweet(post: dict[str, Any]) -> dict[str, Any]:
    """Links in the text are theirs; ours stand beside it."""
    words, _blank, link = post["text"].rpartition("\n\n")
    entities = {"urls": [{"url": "https://t.co/x", "expanded_url": link}]}
    return {"id": post["id"], "text": f"{words} https://t.co/x", "entities": entities}


def _found_mastodon(server: Services, path: str, query: dict[str, str]) -> tuple[int, Any]:
    if path.endswith("verify_credentials"):
        return 200, {"id": "5"}
    assert path == "api/v1/accounts/5/statuses"
    rows = [{"id": each["id"], "url": "https://mastodon.example/1", "content": each["text"]} for each in server.taken]
    return 200, rows[::-1][: int(query["limit"])]


def _found_bluesky(server: Services, path: str, query: dict[str, str]) -> tuple[int, Any]:
    if any(each.get("rkey") == query["rkey"] for each in server.taken):
        return 200, {"uri": f"at://did:plc:ward95/app.bsky.feed.post/{query['rkey']}"}
    return 400, {"error": "RecordNotFound"}


TOOK: dict[str, Callable[[Services, dict[str, Any], dict[str, str]], dict[str, Any]]] = {
    "facebook": _took_facebook,
    "x": _took_x,
    "mastodon": _took_mastodon,
    "bluesky": _took_bluesky,
    "telegram": _took_telegram,
}
FOUND: dict[str, Callable[[Services, str, dict[str, str]], tuple[int, Any]]] = {
    "facebook": _found_facebook,
    "x": _found_x,
    "mastodon": _found_mastodon,
    "bluesky": _found_bluesky,
}


@contextmanager
def open_services() -> Iterator[Services]:
    server = Services()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()
