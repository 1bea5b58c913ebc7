"""Passes page requests to Django in turns, once they have arrived whole: a slow upload takes no turn."""

import re
from typing import Any

from django.conf import settings

from chatserver.accounts.limits.client_address import counted_address
from chatserver.accounts.limits.recent_sessions import recent_sessions
from chatserver.web.request_turns import Full, RequestLane, Turns

HEALTH = frozenset({"/healthz", "/readyz"})
"""Probes wait only behind other probes from the same address, not behind visitors."""

BODIES_AT_MOST = 64 * 1024 * 1024
"""Bytes of all request bodies that wait for their turn."""

FULL_STATUS, FULL_AFTER_S = 503, 5
FULL_WORDS = b"Too many requests are waiting. Please try again in a few seconds.\n"


class PageRequests:
    """An ASGI application around Django's. Use it in the event loop's thread only."""

    def __init__(self, pages: Any) -> None:
        self._pages = pages
        self._turns = Turns()
        self._waiting_bytes = 0
        self._cookie = re.compile(rb"(?:^|;\s*)%s=([a-z0-9]{8,40})(?:;|$)" % settings.SESSION_COOKIE_NAME.encode())

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        parts: list[bytes] = []
        try:
            if await self._read_body(receive, parts):
                lane = self._lane_of(scope)
                await self._turns.take(lane)
                await self._answer(lane, scope, _again(b"".join(parts), receive), send)
        except Full:
            await _refuse(send)
        finally:
            self._waiting_bytes -= sum(map(len, parts))

    async def _read_body(self, receive: Any, parts: list[bytes]) -> bool:
        """Read the whole body into parts; False where the client disconnected before its end. Raises Full."""
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return False
            if body := message.get("body"):
                parts.append(body)
                self._waiting_bytes += len(body)
                if self._waiting_bytes > BODIES_AT_MOST:
                    raise Full
            more = message.get("more_body", False)
        return True

    async def _answer(self, lane: RequestLane, scope: Any, receive: Any, send: Any) -> None:
        """Give the turn back once the answer begins: a client that reads slowly must not keep it."""
        is_at_work = True

        async def send_on(message: Any) -> None:
            nonlocal is_at_work
            if is_at_work:
                is_at_work = False
                self._turns.give_back(lane)
            await send(message)

        try:
            await self._pages(scope, receive, send_on)
        finally:
            if is_at_work:
                self._turns.give_back(lane)

    def _lane_of(self, scope: Any) -> RequestLane:
        client = scope.get("client") or ("", 0)
        if scope["path"] in HEALTH:
            return RequestLane(is_known=True, name=f"health {counted_address(client[0])}")
        for name, value in scope["headers"]:
            if name == b"cookie" and (found := self._cookie.search(value)) is not None:
                key = found[1].decode()
                if key in recent_sessions:
                    return RequestLane(is_known=True, name=key)
        return RequestLane(is_known=False, name=counted_address(client[0]))


def _again(body: bytes, receive: Any) -> Any:
    """A receive() that returns the whole body at once, and then passes on what comes."""
    first: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Any:
        return first.pop() if first else await receive()

    return receive_again


async def _refuse(send: Any) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(FULL_WORDS)).encode()),
        (b"retry-after", str(FULL_AFTER_S).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": FULL_STATUS, "headers": headers})
    await send({"type": "http.response.body", "body": FULL_WORDS})
