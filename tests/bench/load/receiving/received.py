"""The frames that a crowd received: each distinct one read once, with the moments of all its receipts."""

import asyncio
import time
from array import array
from collections.abc import Callable

import msgspec

from tests.bench.load.receiving.heard import Heard

MAX_KEPT = 1024
"""How many distinct frames are recognised; an older one is read again if it still comes."""


class Told:
    """One frame, the same for all its receivers. times: monotonic seconds, one for each receipt."""

    __slots__ = ("heard", "is_news", "size", "times")

    def __init__(self, heard: Heard, size: int) -> None:
        self.heard = heard
        self.is_news = heard.is_news
        self.size = size
        self.times = array("d")


class Received:
    """frames and news are counts; news are frames that bring a person's message.

    told: the frames that were the same for many, in the order of their first receipt; on_new is called with each.
    """

    def __init__(self, read: Callable[[bytes], Heard]) -> None:
        self.frames = 0
        self.news = 0
        self.told: list[Told] = []
        self.on_new: Callable[[Told], object] | None = None
        self._read = read
        self._known: dict[bytes, Told] = {}
        self._awaited = 0
        self._reached = asyncio.Event()

    def take(self, payload: bytes) -> Told:
        """Count a frame at this moment and answer its content."""
        told = self._known.get(payload)
        if told is None:
            told = self._take_new(payload)
        told.times.append(time.monotonic())
        self.frames += 1
        if told.is_news:
            self.news += 1
            if self.news == self._awaited:
                self._reached.set()
        return told

    async def until_news(self, count: int, within_s: float) -> bool:
        """Wait until so many frames of news have come in total; False if they do not come in time."""
        self._awaited = count
        self._reached.clear()
        if self.news >= count:
            return True
        try:
            async with asyncio.timeout(within_s):
                await self._reached.wait()
        except TimeoutError:
            return False
        return True

    def forget(self) -> None:
        """Forget the frames; the counts go on."""
        self.told.clear()
        self._known.clear()

    def _take_new(self, payload: bytes) -> Told:
        try:
            heard = self._read(payload)
        except msgspec.DecodeError as error:
            raise ValueError(f"The server sent what is none of ours: {payload[:200]!r}") from error
        told = Told(heard, len(payload))
        if heard.is_shared:
            if len(self._known) >= MAX_KEPT:
                self._known.clear()
            self._known[payload] = told
            self.told.append(told)
            if self.on_new is not None:
                self.on_new(told)
        return told
