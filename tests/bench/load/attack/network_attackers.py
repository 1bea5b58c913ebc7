"""Strangers of chosen networks who want to keep all other strangers out: bounded in number and time."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import count

from tests.bench.load.attack.attack_connection import Target, drop, read_answer, read_frame
from tests.bench.load.attack.attackers import GENTLER
from tests.bench.load.attack.networks import address_in_48, addresses_in, seen_at
from tests.bench.load.worker import Tell

READERS = 1_150
PAGE = "/wards/1/"
POSTS_PER_S = 150
POSTERS = 40
SOCKETS = 1_500
SOCKETS_AT_ONCE = 50
RESTS_S = 0.05
"""The reason of one who was cut off or refused."""

READERS_OF = {
    "one /48": address_in_48,
    "four addresses": addresses_in(4, each=1),
    "eight networks": addresses_in(8),
    "300 networks": addresses_in(300),
}
"""Where those come from who read pages: of as many connections, each with an address of its own."""

POST_FLOOD, SOCKETS_OF_48, RESTART = "POST flood", "sockets of a /48", "restart"


class NetworkAttackers:
    """Each kind of attack counts its answers: HTTP status, close code, or the error that ended it."""

    def __init__(self, process: int, tell: Tell) -> None:
        os.nice(GENTLER)
        self._answers: Counter[str] = Counter()
        self._held: list[asyncio.StreamWriter] = []
        self._numbers = count()

    async def attack(self, target: Target, kind: str, seconds: float) -> Counter[str]:
        self._target, self._until = target, time.monotonic() + seconds
        self._answers.clear()
        acts: dict[str, list[Callable[[], Awaitable[None]]]] = {
            POST_FLOOD: [self._post] * POSTERS,
            SOCKETS_OF_48: [self._open_sockets] * SOCKETS_AT_ONCE,
            RESTART: [self._reading("one /48", number) for number in range(READERS)],
        }
        async with asyncio.TaskGroup() as group:
            for act in acts.get(kind) or [self._reading(kind, number) for number in range(READERS)]:
                group.create_task(self._again_and_again(act))
        for writer in self._held:
            writer.transport.abort()
        self._held.clear()
        return self._answers

    async def leave(self) -> None:
        """Everybody has left at the end of the attack."""

    async def _again_and_again(self, act: Callable[[], Awaitable[None]]) -> None:
        while (left_s := self._until - time.monotonic()) > 0:
            try:
                async with asyncio.timeout(left_s):
                    await act()
            except TimeoutError:
                return
            except (OSError, asyncio.IncompleteReadError):
                self._answers["cut off"] += 1
            await asyncio.sleep(min(RESTS_S, left_s))

    def _reading(self, kind: str, number: int) -> Callable[[], Awaitable[None]]:
        head = self._target.head("GET", PAGE, seen_at(READERS_OF[kind](number)))

        async def read() -> None:
            """Read as fast as the answers come, over one connection."""
            reader, writer = await self._target.connect()
            try:
                while True:
                    writer.write(head)
                    status, _body = await read_answer(reader)
                    self._answers[status] += 1
            finally:
                await drop(writer)

        return read

    async def _post(self) -> None:
        """Without cookie, token or body, at an even pace: from eight networks by turns."""
        reader, writer = await self._target.connect()
        address_of = addresses_in(8)
        try:
            while True:
                due_at = time.monotonic() + POSTERS / POSTS_PER_S
                seen = seen_at(address_of(next(self._numbers)))
                writer.write(self._target.head("POST", "/sign-in/code/", "Content-Length: 0", seen))
                status, _body = await read_answer(reader)
                self._answers[status] += 1
                await asyncio.sleep(max(0.0, due_at - time.monotonic()))
        finally:
            await drop(writer)

    async def _open_sockets(self) -> None:
        """Stay connected, and open another connection, each from another /64."""
        if len(self._held) >= SOCKETS:
            await asyncio.sleep(self._until - time.monotonic())
            return
        reader, writer = await self._target.connect()
        status = await self._target.shake_hands(reader, writer, seen_at(address_in_48(next(self._numbers))))
        frame = await read_frame(reader) if status == "101" else b""
        if b'"welcome"' in frame:
            self._held.append(writer)
            self._answers["let in"] += 1
        else:
            await drop(writer)
            self._answers["told to come later" if frame else status] += 1
