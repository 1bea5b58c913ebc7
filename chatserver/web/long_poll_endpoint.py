"""The address of long polls, `GET /api/chat/<id>/events?epoch=&since=&wait=25`: answered in the event loop.

Neither a thread nor a turn of the pages is held meanwhile.

It answers as http_fallback.api_events does, but only once there is news; 204 where none came in the time. Whatever
is out of the ordinary goes to that page, which answers at once: a snapshot, a refusal, an unknown version or host.
"""

import asyncio
import re
import time
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils.text import compress_string

from chatserver.accounts.limits.client_address import counted_address
from chatserver.accounts.limits.recent_sessions import recent_sessions
from chatserver.assets.compression import MAX_PADDING
from chatserver.live.admission.admitting import AdmissionUnknown
from chatserver.live.admission.identity import read_handshake
from chatserver.live.connection.long_poll import LONGEST_POLL_S, LongPoll, PollAnswer, answer_long_poll
from chatserver.live.fanout.hub import hub_here
from chatserver.live.wire import protocol as wire
from chatserver.live.wire.resume import LONGEST_QUERY, NOWHERE, read_resume_position
from chatserver.web.allowed_hosts import host_headers_of
from sessions.contract.limits import ACCOUNT_POLLS, MAX_KEYS
from sessions.platform.clock.token_buckets import TokenBuckets
from sessions.platform.refusals import Refused

ADDRESS = re.compile(r"/api/chat/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/events")
SECONDS = re.compile(r"[0-9]{1,3}")
COMPRESSED_FROM = 500
"""Bytes; a shorter answer is one packet as it is."""

COMPRESSED_HERE = 4 * 1024
"""Bytes; a longer answer is compressed in a thread, because nothing else runs in the event loop meanwhile."""

ALWAYS = [
    (b"cache-control", b"no-store"),
    (b"content-type", b"application/json"),
    (b"vary", b"Accept-Encoding, Cookie"),
    (b"x-content-type-options", b"nosniff"),
]


class LongPollEndpoint:
    """An ASGI application around the pages'."""

    def __init__(self, pages: Any) -> None:
        self._pages = pages

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        poll = _read_poll(scope)
        if poll is None or not POLL_PACE.take(poll.handshake.session_key, poll.client_address, time.monotonic()):
            await self._pages(scope, receive, send)
            return
        gone = asyncio.ensure_future(_until_gone(receive))
        answering = asyncio.ensure_future(_answer(poll))
        try:
            await asyncio.wait((gone, answering), return_when=asyncio.FIRST_COMPLETED)
            if not answering.done():
                return
            answer = answering.result()
        finally:
            gone.cancel()
            answering.cancel()
        if answer is None:
            await self._pages(scope, _without_body(receive), send)
        else:
            await _send(answer, scope["headers"], send)


def _read_poll(scope: Any) -> LongPoll | None:
    """None for any request that does not wait, or that a page has to refuse."""
    address = ADDRESS.fullmatch(scope["path"]) if scope["method"] == "GET" else None
    if address is None:
        return None
    query = scope["query_string"].decode("latin1")
    if len(query) > LONGEST_QUERY:
        return None
    given = parse_qs(query)
    wait, resume_from = given.get("wait", [""])[0], read_resume_position(query)
    if (
        not SECONDS.fullmatch(wait)
        or given.get("stream", ["public"])[0] != "public"
        or resume_from.public_seq == NOWHERE
    ):
        return None
    headers = dict(scope["headers"])
    if not wire.OLDEST_VERSION <= resume_from.version <= wire.PROTOCOL_VERSION or not _is_our_host(headers):
        return None
    return LongPoll(
        handshake=read_handshake(scope["headers"]),
        chat_session_id=UUID(address[1]),
        resume_from=resume_from,
        etag=headers.get(b"if-none-match", b"").decode("latin1").removeprefix("W/"),
        wait_s=min(float(wait), LONGEST_POLL_S),
        client_address=(scope.get("client") or ("", 0))[0],
    )


def _is_our_host(headers: dict[bytes, bytes]) -> bool:
    host = headers.get(b"host", b"").decode("latin1").lower()
    return not settings.PUBLIC_ORIGINS or host in host_headers_of(settings.PUBLIC_ORIGINS)


async def _answer(poll: LongPoll) -> PollAnswer | None:
    """None where the page has to refuse, or to say that the database is away."""
    try:
        return await answer_long_poll(hub_here(), poll)
    except (Refused, AdmissionUnknown, OperationalError, InterfaceError):
        return None


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _without_body(receive: Any) -> Any:
    """A receive() for the page: the end of the request, which was heard here, and then whatever comes."""
    first: list[Any] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive_again() -> Any:
        return first.pop() if first else await receive()

    return receive_again


async def _compress(body: bytes) -> bytes:
    compress = partial(compress_string, body, max_random_bytes=MAX_PADDING)
    compressed: bytes = compress() if len(body) <= COMPRESSED_HERE else await asyncio.to_thread(compress)
    return compressed


def _status_of(answer: PollAnswer) -> HTTPStatus:
    if answer.is_missing:
        return HTTPStatus.NOT_FOUND
    if answer.after_ms:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.OK if answer.text else HTTPStatus.NO_CONTENT


async def _send(answer: PollAnswer, asked: list[tuple[bytes, bytes]], send: Any) -> None:
    headers, body = list(ALWAYS), answer.text.encode()
    if answer.etag:
        headers.append((b"etag", f"W/{answer.etag}".encode()))
    if answer.after_ms:
        headers.append((b"retry-after", str(-(-answer.after_ms // 1000)).encode()))
    if len(body) >= COMPRESSED_FROM and b"gzip" in dict(asked).get(b"accept-encoding", b""):
        body = await _compress(body)
        headers.append((b"content-encoding", b"gzip"))
    status = _status_of(answer)
    if body:
        headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


# Limits how many long polls are answered in the event loop: a poll beyond the limit waits for a turn, as pages do.
#
# An answer in the event loop needs no turn, so without a limit one machine that asks again and again would keep every
# socket of the process waiting.


class PollPace:
    """The limits of one process. A busy chat has news each second, and a person has several windows. One address may
    have VISITORS_PER_ADDRESS visitors; all of them may come at once, and ask again with each piece of news."""

    def __init__(self) -> None:
        visitors = settings.VISITORS_PER_ADDRESS
        self._by_account = TokenBuckets(**ACCOUNT_POLLS._asdict(), max_keys=MAX_KEYS)
        self._by_address = TokenBuckets(burst=2 * visitors, per_second=visitors, max_keys=MAX_KEYS)
        self._strangers = TokenBuckets(burst=4 * visitors, per_second=2 * visitors, max_keys=1)

    def take(self, session_key: str | None, client_address: str, now: float) -> bool:
        """Whether this poll is answered in the event loop. session_key: of the cookie session; now: monotonic."""
        account_id = recent_sessions.account_of(session_key) if session_key is not None else None
        if account_id is not None:
            return not self._by_account.take(str(account_id), now)
        return not self._by_address.take(counted_address(client_address), now) and not self._strangers.take("", now)

    def clear(self) -> None:
        for buckets in (self._by_account, self._by_address, self._strangers):
            buckets.clear()


POLL_PACE = PollPace()
