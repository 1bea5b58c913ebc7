"""Residents who are all cut off at once, and how long each of them takes to catch up again."""

import asyncio
import time
from contextlib import suppress

from tests.bench.load.resident import Resident
from tests.bench.load.residents import Residents
from tests.bench.load.worker import Tell


class ReconnectingResidents(Residents):
    def __init__(self, process: int, tell: Tell) -> None:
        super().__init__(process, tell)
        self._cut_off: set[Resident] = set()
        self._back_at: dict[Resident, float] = {}
        self._all_back = asyncio.Event()

    async def stand_by(self) -> None:
        """Count residents that are cut off from here on."""
        self._cut_off.clear()
        self._back_at.clear()
        self._all_back.clear()

    async def until_back(self, within_s: float) -> list[float]:
        """Wait until all were cut off and have caught up; answers the monotonic moments of those who did in time."""
        with suppress(TimeoutError):  # residents that did not are not in the answer
            async with asyncio.timeout(within_s):
                await self._all_back.wait()
        return list(self._back_at.values())

    async def count_faults(self) -> int:
        """Every breach of the contract, and every resident that was sent away for good."""
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
