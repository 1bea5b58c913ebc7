"""The pace and the random choices of a played evening; both can be fixed, for a test or a film."""

import asyncio
import random
import time

READS_PER_S = 22
WRITES_PER_S = 8
"""Characters a second of a person with practice, or with a typist."""

EVERYBODY_READS_PER_S = 12
"""Characters a second of people who read a second language on a small screen."""


class Tempo:
    """All seconds are the evening's; at speed 10 they pass ten times as fast."""

    def __init__(self, *, speed: float, seed: int | None) -> None:
        self.chance = random.Random(seed)
        self._speed = speed

    def now(self) -> float:
        return time.monotonic() * self._speed

    async def pause(self, at_least_s: float, at_most_s: float) -> None:
        await asyncio.sleep(self.chance.uniform(at_least_s, at_most_s) / self._speed)

    async def read(self, text: str) -> None:
        """Wait as long as it takes to read a text."""
        await self._spend(len(text) / READS_PER_S, at_least_s=2, at_most_s=9)

    async def write(self, text: str) -> None:
        """Wait as long as it takes to think of a text and to type it."""
        await self._spend(len(text) / WRITES_PER_S, at_least_s=5, at_most_s=20)

    async def let_read(self, text: str) -> None:
        """Wait until slow readers, too, have read a text."""
        await self._spend(len(text) / EVERYBODY_READS_PER_S, at_least_s=5, at_most_s=25)

    async def _spend(self, seconds: float, *, at_least_s: float, at_most_s: float) -> None:
        seconds = min(at_most_s, max(at_least_s, seconds))
        await self.pause(0.8 * seconds, 1.2 * seconds)
