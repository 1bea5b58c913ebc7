"""Passes page requests to Django in turns, once they have arrived whole: a slow upload takes no turn."""

import asyncio
import re
from collections import Counter
from typing import Any

from django.conf import settings

from chatserver.accounts.limits.client_address import address_levels
from chatserver.accounts.limits.recent_sessions import recent_sessions
from chatserver.config.probes import PROBES
from chatserver.web.request_turns import PageTurn, Priority, QueueFull, RequestLane, Turns
from sessions.contract.limits import (
    KNOWN_BODIES_BYTES,
    LANE_SHARE,
    MAX_BEING_REFUSED,
    MAX_OF_MARK,
    MAX_PROBES,
    REFUSE_AFTER_S,
    SMALL_BODIES_BYTES,
    SMALL_BODY_BYTES,
    STRANGERS_BODIES_BYTES,
)

PROBE = "probe from "
"""How the name of a probe's lane begins: probes wait only behind other probes from the same address, not behind
visitors."""

ACCOUNT = "account "
"""How the lane of a signed-in person begins: a request of theirs waits only behind their others."""

FULL_STATUS, FULL_AFTER_S = 503, 5
FULL_WORDS = b"Too many requests are waiting. Please try again in a few seconds.\n"


class PageRequests:
    """An ASGI application around Django's. Use it in the event loop's thread only."""

    def __init__(self, pages: Any, *, refuse_after_s: float = REFUSE_AFTER_S) -> None:
        self._pages = pages
        self._refuse_after_s = refuse_after_s
        self._being_refused = 0
        self._turns = Turns()
        self._bodies = WaitingBodies()
        self._probes = 0
        self._by_mark: Counter[str] = Counter()
        self._cookie = re.compile(rb"(?:^|;\s*)%s=([a-z0-9]{8,40})(?:;|$)" % settings.SESSION_COOKIE_NAME.encode())

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        lane, parts, is_refused = self._lane_of(scope), list[bytes](), False
        self._count(lane, 1)
        try:
            if await self._read_body(lane, receive, parts):
                turn = PageTurn(self._turns, lane)
                await turn.take()
                await self._answer(turn, scope, _again(b"".join(parts), receive), send)
        except QueueFull:
            is_refused = True
        finally:
            self._count(lane, -1)
            self._bodies.remove(lane, sum(map(len, parts)))
            parts.clear()
        if is_refused:
            await self._refuse(send)

    async def _refuse(self, send: Any) -> None:
        if self._being_refused < MAX_BEING_REFUSED:
            self._being_refused += 1
            try:
                await asyncio.sleep(self._refuse_after_s)
            finally:
                self._being_refused -= 1
        await _send_refusal(send)

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

    def _count(self, lane: RequestLane, change: int) -> None:
        name = lane.path[-1]
        if lane.priority is Priority.MARKED:
            self._by_mark[name] += change
            if not self._by_mark[name]:
                del self._by_mark[name]
        elif name.startswith(PROBE):
            self._probes += change

    def _lane_of(self, scope: Any) -> RequestLane:
        client, _port = scope.get("client") or ("", 0)
        levels = address_levels(client)
        if scope["path"] in PROBES and (self._probes < MAX_PROBES or _is_this_machine(client)):
            return RequestLane(Priority.KNOWN, (f"{PROBE}{levels.address}",))
        for name, value in scope["headers"]:
            if name == b"cookie" and (found := self._cookie.search(value)) is not None:
                key = found[1].decode()
                account_id = recent_sessions.account_of(key)
                if account_id is not None:
                    return RequestLane(Priority.KNOWN, (f"{ACCOUNT}{account_id}",))
                if self._by_mark[key] < MAX_OF_MARK and recent_sessions.is_marked(key):
                    return RequestLane(Priority.MARKED, (levels.network, key))
        return RequestLane(Priority.STRANGER, levels)


class WaitingBodies:
    """The bytes of bodies that arrive or wait: of each priority apart, so that none crowds out another."""

    def __init__(self) -> None:
        self._by_priority: Counter[Priority] = Counter()
        self._by_share: Counter[RequestLane] = Counter()
        self._by_region: Counter[RequestLane] = Counter()

    def add(self, lane: RequestLane, part: int, body: int) -> None:
        """Count a part of a body, in bytes. body: its bytes so far. remove() has to follow. Raises QueueFull.

        However much others send, there is room for a small one of each region: for a form of somebody there.
        """
        share, region = _first_of(lane, 2), _first_of(lane, 1)
        self._by_priority[lane.priority] += part
        self._by_share[share] += part
        self._by_region[region] += part
        room = KNOWN_BODIES_BYTES if lane.priority is Priority.KNOWN else STRANGERS_BODIES_BYTES
        room += SMALL_BODIES_BYTES if body <= SMALL_BODY_BYTES else 0
        is_full = self._by_priority[lane.priority] > room or self._by_share[share] > room // LANE_SHARE
        if is_full and self._by_region[region] > SMALL_BODY_BYTES:
            raise QueueFull

    def remove(self, lane: RequestLane, body: int) -> None:
        self._by_priority[lane.priority] -= body
        for counts, key in ((self._by_share, _first_of(lane, 2)), (self._by_region, _first_of(lane, 1))):
            counts[key] -= body
            if not counts[key]:
                del counts[key]


def _first_of(lane: RequestLane, levels: int) -> RequestLane:
    """The widest queues that it is a part of: of strangers the region, and then the network."""
    return RequestLane(lane.priority, lane.path[:levels])


def _is_this_machine(client: str) -> bool:
    return client in ("127.0.0.1", "::1")


def _again(body: bytes, receive: Any) -> Any:
    """A receive() that returns the whole body at once, and then passes on what comes."""
    first: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Any:
        return first.pop() if first else await receive()

    return receive_again


async def _send_refusal(send: Any) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(FULL_WORDS)).encode()),
        (b"retry-after", str(FULL_AFTER_S).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": FULL_STATUS, "headers": headers})
    await send({"type": "http.response.body", "body": FULL_WORDS})
