"""Residents who are cut off all at once, and how long it takes until each of them is caught up again."""

import asyncio
import time
from contextlib import suppress

from tests.bench.load.resident import Resident
from tests.bench.load.residents import Residents
from tests.bench.load.worker import Tell


class Castaways(Residents):
    def __init__(self, process: int, tell: Tell) -> None:
        super().__init__(process, tell)
        self._cut_off: set[Resident] = set()
        self._back_at: dict[Resident, float] = {}
        self._all_back = asyncio.Event()

    async def stand_by(self) -> None:
        """Whoever is lost from here on is counted."""
        self._cut_off.clear()
        self._back_at.clear()
        self._all_back.clear()

    async def until_back(self, within_s: float) -> list[float]:
        """Wait until everybody was lost and is caught up; answers the monotonic moments, of those who came in time."""
        with suppress(TimeoutError):  # who is missing is not in the answer
            async with asyncio.timeout(within_s):
                await self._all_back.wait()
        return list(self._back_at.values())

    async def count_faults(self) -> int:
        """Whatever broke the contract in anybody's eyes, and whoever was sent away for good."""
        return sum(resident.faults for resident in self.residents) + self.turned_away

    def lose(self, resident: Resident) -> None:
        self._cut_off.add(resident)
        self._back_at.pop(resident, None)
        super().lose(resident)

    def take_in(self, resident: Resident) -> None:
        super().take_in(resident)
        if resident in self._cut_off:
            self._back_at[resident] = time.monotonic()
            if len(self._back_at) == len(self.residents):
                self._all_back.set()
