"""Brings page requests to Django in their turns, whole: what is still on its way keeps nobody waiting."""

import re
from typing import Any

from django.conf import settings

from chatserver.accounts.limits.client_address import counted_address
from chatserver.accounts.limits.recent_sessions import recent_sessions
from chatserver.web.request_turns import Full, RequestLane, Turns

HEALTH = frozenset({"/healthz", "/readyz"})
"""Whoever watches over us waits for no stranger, but behind others from the same address who ask for these alone."""

BODIES_AT_MOST = 64 * 1024 * 1024
"""Bytes of all bodies that wait for their turn."""

FULL_STATUS, FULL_AFTER_S = 503, 5
FULL_WORDS = b"Too many requests are waiting. Please try again in a few seconds.\n"


class PageRequests:
    """An ASGI application around the pages'. Belongs to the event loop's thread."""

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
        """Read all of it into parts; False where the client went before the end. Raises Full."""
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
        """Give the turn back once the answer begins: how fast a client takes it is nobody else's affair."""
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
    """A receive() that brings the whole body at once, and afterwards what really comes."""
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
