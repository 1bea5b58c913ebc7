"""Residents who ask and back at an even pace during an attack: how long they wait, and what is refused."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.load.resident import Resident
from tests.bench.load.residents import JOINS_WITHIN_S, Residents

ANSWERED_WITHIN_S = 10.0
TEXT = "When will the drain behind the market be cleaned, and who looks after it until then? ({}, {})"


@dataclass
class Served:
    """latencies_s: of the acked commands; refusals: the others by code; signed_out: those who were told to sign in."""

    latencies_s: list[float] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)
    lines_lost: int = 0
    signed_out: int = 0


class MeasuredResidents(Residents):
    async def wait_until_back(self) -> None:
        """After a restart of the server, for everybody; each comes back by the client's rule."""
        async with asyncio.timeout(JOINS_WITHIN_S):
            while self._returning:
                await asyncio.wait({*self._returning})

    async def live(self, seconds: float, per_s: float, questions: Sequence[str]) -> Served:
        """One command after the other, from one resident after the other. A latency counts from the due moment.

        Each asks one question first, and then backs one question after the other.
        """
        served, lost, away = Served(), self.lines_lost, self.turned_away
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for number in range(int(per_s * seconds)):
                due_at = began + number / per_s
                await asyncio.sleep(max(0.0, due_at - time.monotonic()))
                turn, place = divmod(number, len(self.residents))
                group.create_task(self._send(self.residents[place], turn, due_at, questions, served))
        served.lines_lost, served.signed_out = self.lines_lost - lost, self.turned_away - away
        return served

    async def _send(
        self, resident: Resident, turn: int, due_at: float, questions: Sequence[str], served: Served
    ) -> None:
        if resident.transport is None:
            served.refusals["not connected"] += 1
            return
        if turn == 0:
            text = TEXT.format(resident.number, int(due_at))
            reply = resident.send("question.ask", {"text": text, "kind": "question"})
        else:
            question, round_ = questions[turn % len(questions)], turn // len(questions)
            reply = resident.send("question.back", {"question": question, "on": round_ % 2 == 0})
        try:
            async with asyncio.timeout(ANSWERED_WITHIN_S):
                heard = await reply
        except TimeoutError:
            served.refusals["no answer"] += 1
            return
        if heard.type == "ack":
            served.latencies_s.append(time.monotonic() - due_at)
        else:
            served.refusals[str(heard.code)] += 1
