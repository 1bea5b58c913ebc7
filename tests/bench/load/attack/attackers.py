"""Everything that an attacker who wants to stop an evening does to the server, at once: bounded in number and time.

All attacks come from the residents' own address: carrier NAT is the rule on Indian phones.
"""

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import uuid4

from tests.bench.load.attack.attack_connection import Target, drop, is_over, read_answer, read_frame, read_status
from tests.bench.load.attack.reading_attackers import READERS, Reads
from tests.bench.load.worker import Tell

GENTLER = 10
"""The nice(1) value of the attackers: the measured residents share our cores, and have priority."""

SOCKETS = 1_150
SOCKETS_AT_ONCE = 100
BIG_BODIES = 4
BIG_BODY_BYTES = 64 * 1024 * 1024
SLOW = 100
SIGN_INS = 150
COMMANDS = 50
FLOODERS = 3
QUESTION_BYTES = 15_000
RESTS_S = 0.2
"""Between two tries of a client that was cut off."""

PONGS = b"\x8a\x80" + bytes(4)
FRAGMENTS = b"\x00\x80" + bytes(4)
BEGUN = b"\x01\x80" + bytes(4)
BLOCK = 2_000


class Attackers:
    """Each kind of attack counts its answers: HTTP status, close code, or the error that ended it."""

    def __init__(self, process: int, tell: Tell) -> None:
        os.nice(GENTLER)
        self.answers: dict[str, Counter[str]] = {}
        self._held: list[asyncio.StreamWriter] = []

    async def attack(self, target: Target, seconds: float) -> dict[str, Counter[str]]:
        """All attacks at once for so many seconds; answers what came back, by attack."""
        reads = Reads(target)
        await reads.look_around()
        self._target, self._until = target, time.monotonic() + seconds
        kinds: list[tuple[str, int, Callable[[Counter[str]], Awaitable[None]]]] = [
            ("sockets", SOCKETS_AT_ONCE, self._open_socket),
            ("big bodies", BIG_BODIES, self._post_big_body),
            ("slow requests", SLOW, self._drip),
            ("sign-ins", SIGN_INS, self._sign_in),
            ("anonymous commands", COMMANDS, self._command),
            ("pongs", FLOODERS, lambda answers: self._flood(answers, b"", PONGS)),
            ("fragments", FLOODERS, lambda answers: self._flood(answers, BEGUN, FRAGMENTS)),
            ("questions", 1, self._ask),
            *((name, count, getattr(reads, method)) for name, count, method in READERS),
        ]
        async with asyncio.TaskGroup() as group:
            for name, count, act in kinds:
                answers = self.answers[name] = Counter()
                for _place in range(count):
                    group.create_task(self._again_and_again(act, answers))
        return self.answers

    async def leave(self) -> None:
        for writer in self._held:
            writer.transport.abort()

    async def _again_and_again(self, act: Callable[[Counter[str]], Awaitable[None]], answers: Counter[str]) -> None:
        while (left_s := self._until - time.monotonic()) > 0:
            try:
                async with asyncio.timeout(left_s):
                    await act(answers)
            except TimeoutError:
                return
            except (OSError, asyncio.IncompleteReadError):
                answers["cut off"] += 1
            await asyncio.sleep(min(RESTS_S, left_s))

    # One try of each kind.

    async def _open_socket(self, answers: Counter[str]) -> None:
        """Stay connected, and open another connection, up to a total number."""
        if len(self._held) >= SOCKETS:
            await asyncio.sleep(self._until - time.monotonic())
            return
        reader, writer = await self._target.connect()
        status = await self._target.shake_hands(reader, writer)
        if status != "101":
            writer.close()
            answers[status] += 1
            return
        self._held.append(writer)
        frame = await read_frame(reader)
        is_in = b'"welcome"' in frame
        answers["let in" if is_in else "told to come later" if b'"bye"' in frame else "closed"] += 1

    async def _post_big_body(self, answers: Counter[str]) -> None:
        reader, writer = await self._target.connect()
        try:
            path = f"/api/chat/{self._target.chat_session}/commands"
            writer.write(self._target.head("POST", path, f"Content-Length: {BIG_BODY_BYTES}"))
            block, sent = bytes(256 * 1024), 0
            with suppress(OSError):
                while sent < BIG_BODY_BYTES and not is_over(reader, writer):
                    writer.write(block)
                    await writer.drain()
                    sent += len(block)
            answers[await read_status(reader)] += 1
        finally:
            await drop(writer)

    async def _drip(self, answers: Counter[str]) -> None:
        """One byte a second, of a head that never ends."""
        reader, writer = await self._target.connect()
        try:
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            while not is_over(reader, writer):
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(1.0)
            answers["cut off"] += 1
        finally:
            await drop(writer)

    async def _sign_in(self, answers: Counter[str]) -> None:
        """Sign in like a browser, with the token, for an invented number; as fast as the answers come."""
        token = uuid4().hex
        body = f"by=sms&address=98{uuid4().int % 10**8:08d}&csrfmiddlewaretoken={token}".encode()
        kind = "application/x-www-form-urlencoded"
        await self._post_on_and_on("/sign-in/", token, kind, lambda: body, answers)

    async def _command(self, answers: Counter[str]) -> None:
        path = f"/api/chat/{self._target.chat_session}/commands"
        await self._post_on_and_on(path, uuid4().hex, "application/json", _question, answers)

    async def _flood(self, answers: Counter[str], begun: bytes, frame: bytes) -> None:
        reader, writer = await self._target.connect()
        try:
            status = await self._target.shake_hands(reader, writer)
            if status != "101":
                answers[status] += 1
                return
            writer.write(begun)
            while not is_over(reader, writer):
                writer.write(frame * BLOCK)
                await writer.drain()
                await asyncio.sleep(0)
            answers["cut off"] += 1
        finally:
            await drop(writer)

    async def _ask(self, answers: Counter[str]) -> None:
        """Questions of 15 KB by a signed-in person, two a second."""
        reader, writer = await self._target.connect()
        try:
            status = await self._target.shake_hands(reader, writer, f"Cookie: sessionid={self._target.cookie}")
            answers[status] += status != "101"
            while not is_over(reader, writer):
                writer.write(_masked(_question(QUESTION_BYTES)))
                answers["asked"] += 1
                await writer.drain()
                await asyncio.sleep(0.5)
        finally:
            await drop(writer)

    # Shared by both posts.

    async def _post_on_and_on(
        self, path: str, token: str, kind: str, make: Callable[[], bytes], answers: Counter[str]
    ) -> None:
        reader, writer = await self._target.connect()
        try:
            while True:
                body = make()
                cookie = f"Cookie: csrftoken={token}\r\nX-CSRFToken: {token}"
                head = self._target.head("POST", path, f"Content-Type: {kind}", f"Content-Length: {len(body)}", cookie)
                writer.write(head + body)
                status, _body = await read_answer(reader)
                answers[status] += 1
        finally:
            await drop(writer)


def _question(size: int = 80) -> bytes:
    frame = {
        "type": "cmd",
        "ref": str(uuid4()),
        "op": "question.ask",
        "text": "Why? " * (size // 5),
        "kind": "question",
    }
    return json.dumps(frame).encode()


def _masked(payload: bytes) -> bytes:
    """A client's text frame with a mask of zeros."""
    size = len(payload)
    length = bytes((0x80 | size,)) if size < 126 else bytes((0x80 | 126,)) + size.to_bytes(2)
    return b"\x81" + length + bytes(4) + payload
