"""Passes page requests to Django in turns, once they have arrived whole: a slow upload takes no turn."""

import re
from collections import Counter
from typing import Any

from django.conf import settings

from chatserver.accounts.limits.client_address import counted_address
from chatserver.accounts.limits.recent_sessions import recent_sessions
from chatserver.config.probes import PROBES
from chatserver.web.request_turns import PageTurn, QueueFull, RequestLane, Turns

PROBE = "probe from "
"""How the name of a probe's lane begins: probes wait only behind other probes from the same address, not behind
visitors."""

ACCOUNT = "account "
"""The same for a person who is signed in: whatever their browsers ask for waits behind the rest of it."""

MAX_PROBES = 20
"""From other machines. Any more wait among strangers: without a bound, anybody could take the room that is kept for
residents."""

KNOWN_BODIES_AT_MOST = 64 * 1024 * 1024
STRANGERS_BODIES_AT_MOST = 32 * 1024 * 1024
"""Bytes of all request bodies that arrive or wait for their turn."""

SMALL_BODY = 16 * 1024
SMALL_BODIES_AT_MOST = 16 * 1024 * 1024
"""Room beside it for bodies that are no larger than a command: a few large ones keep nobody from signing in."""

LANE_SHARE = 4
"""One lane takes at most this part of it."""

FULL_STATUS, FULL_AFTER_S = 503, 5
FULL_WORDS = b"Too many requests are waiting. Please try again in a few seconds.\n"


class PageRequests:
    """An ASGI application around Django's. Use it in the event loop's thread only."""

    def __init__(self, pages: Any) -> None:
        self._pages = pages
        self._turns = Turns()
        self._bodies = WaitingBodies()
        self._probes = 0
        self._cookie = re.compile(rb"(?:^|;\s*)%s=([a-z0-9]{8,40})(?:;|$)" % settings.SESSION_COOKIE_NAME.encode())

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        lane, parts = self._lane_of(scope), list[bytes]()
        is_probe = lane.name.startswith(PROBE)
        self._probes += is_probe
        try:
            if await self._read_body(lane, receive, parts):
                turn = PageTurn(self._turns, lane)
                await turn.take()
                await self._answer(turn, scope, _again(b"".join(parts), receive), send)
        except QueueFull:
            await _refuse(send)
        finally:
            self._probes -= is_probe
            self._bodies.remove(lane, sum(map(len, parts)))

    async def _read_body(self, lane: RequestLane, receive: Any, parts: list[bytes]) -> bool:
        """Read the whole body into parts; False where the client disconnected before its end. Raises QueueFull."""
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return False
            if body := message.get("body"):
                parts.append(body)
                size += len(body)
                self._bodies.add(lane, len(body), size)
            more = message.get("more_body", False)
        return True

    async def _answer(self, turn: PageTurn, scope: Any, receive: Any, send: Any) -> None:
        """Give the turn back once the answer begins: a client that reads slowly must not keep it.

        The pages find the turn in the scope, to take it again for each piece of an answer that they make in pieces.
        """

        async def send_on(message: Any) -> None:
            turn.give_back()
            await send(message)

        try:
            await self._pages({**scope, "turn": turn}, receive, send_on)
        finally:
            turn.give_back()

    def _lane_of(self, scope: Any) -> RequestLane:
        client, _port = scope.get("client") or ("", 0)
        address = counted_address(client)
        if scope["path"] in PROBES and (self._probes < MAX_PROBES or _is_this_machine(client)):
            return RequestLane(is_known=True, name=f"{PROBE}{address}")
        for name, value in scope["headers"]:
            if name == b"cookie" and (found := self._cookie.search(value)) is not None:
                account_id = recent_sessions.account_of(found[1].decode())
                if account_id is not None:
                    return RequestLane(is_known=True, name=f"{ACCOUNT}{account_id}")
        return RequestLane(is_known=False, name=address)


class WaitingBodies:
    """The bytes of bodies that arrive or wait: of strangers and of residents apart, so that neither crowds out the
    other."""

    def __init__(self) -> None:
        self._by_kind: Counter[bool] = Counter()
        self._by_lane: Counter[RequestLane] = Counter()

    def add(self, lane: RequestLane, part: int, body: int) -> None:
        """Count a part of a body, in bytes. body: its bytes so far. remove() has to follow. Raises QueueFull."""
        self._by_kind[lane.is_known] += part
        self._by_lane[lane] += part
        room = KNOWN_BODIES_AT_MOST if lane.is_known else STRANGERS_BODIES_AT_MOST
        room += SMALL_BODIES_AT_MOST if body <= SMALL_BODY else 0
        if self._by_kind[lane.is_known] > room or self._by_lane[lane] > room // LANE_SHARE:
            raise QueueFull

    def remove(self, lane: RequestLane, body: int) -> None:
        self._by_kind[lane.is_known] -= body
        self._by_lane[lane] -= body
        if not self._by_lane[lane]:
            del self._by_lane[lane]


def _is_this_machine(client: str) -> bool:
    return client in ("127.0.0.1", "::1")


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
