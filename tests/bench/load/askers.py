"""Residents who ask: each as soon as the last answer has come, or at a steady rate."""

import asyncio
import itertools
import time
from dataclasses import dataclass, field

from tests.bench.load.resident import Resident
from tests.bench.load.residents import Residents

IN_FLIGHT = 256
ANSWERED_WITHIN_S = 10.0
TEXT = "When will the drain behind the market be cleaned, and who looks after it until then? ({})"


@dataclass
class Asked:
    """latencies_s: of the acked commands; refusals: nacks by code, and commands without an answer."""

    seconds: float = 0.0
    latencies_s: list[float] = field(default_factory=list)
    refusals: dict[str, int] = field(default_factory=dict)

    @property
    def per_s(self) -> float:
        return len(self.latencies_s) / self.seconds

    def refuse(self, code: str) -> None:
        self.refusals[code] = self.refusals.get(code, 0) + 1


class Askers(Residents):
    async def saturate(self, seconds: float) -> Asked:
        """Keep a number of questions under way for so many seconds, from one resident after the other."""
        asked, turns = Asked(), itertools.cycle(self.residents)
        began = time.monotonic()

        async def ask_on() -> None:
            while time.monotonic() - began < seconds:
                await self._ask(next(turns), time.monotonic(), asked)

        await asyncio.gather(*(ask_on() for _place in range(IN_FLIGHT)))
        asked.seconds = time.monotonic() - began
        return asked

    async def keep_pace(self, per_s: float, seconds: float) -> Asked:
        """Ask at even intervals. A latency counts from the moment at which its question was due."""
        asked, turns = Asked(), itertools.cycle(self.residents)
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for number in range(int(per_s * seconds)):
                due_at = began + number / per_s
                await asyncio.sleep(max(0.0, due_at - time.monotonic()))
                group.create_task(self._ask(next(turns), due_at, asked))
        asked.seconds = time.monotonic() - began
        return asked

    async def _ask(self, resident: Resident, due_at: float, asked: Asked) -> None:
        reply = resident.send("question.ask", {"text": TEXT.format(next(_numbers)), "kind": "question"})
        try:
            async with asyncio.timeout(ANSWERED_WITHIN_S):
                heard = await reply
        except TimeoutError:
            asked.refuse("no answer")
            return
        if heard.type == "ack":
            asked.latencies_s.append(time.monotonic() - due_at)
        else:
            asked.refuse(str(heard.code))


_numbers = itertools.count(1)
