"""Residents who back questions, all within a few seconds, and then check the counts that they see."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.load.receiving.received import Told
from tests.bench.load.resident import Resident
from tests.bench.load.residents import Residents

ANSWERED_WITHIN_S = 10.0
TOLD_WITHIN_S = 15.0
LOOKS_EVERY_S = 0.1


@dataclass
class Backed:
    """counts: for each question the acked taps. frames: the events frames that each resident got meanwhile."""

    counts: dict[str, int]
    taps: int = 0
    refused: int = 0
    seconds: float = 0.0
    frames: list[int] = field(default_factory=list)
    wrong: int = 0


class Backers(Residents):
    async def back(self, questions: Sequence[str], taps: int, within_s: float) -> Backed:
        """Everybody backs so many of the questions, at random moments; then everybody is told the totals."""
        before = [resident.frames for resident in self.residents]
        backed = Backed(dict.fromkeys(questions, 0))
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for resident in self.residents:
                for question in random.sample(questions, taps):
                    group.create_task(self._tap(resident, question, random.uniform(0, within_s), backed))
        backed.wrong = await self._count_wrong(backed.counts)
        backed.seconds = time.monotonic() - began
        backed.frames = [resident.frames - seen for resident, seen in zip(self.residents, before, strict=True)]
        return backed

    async def _tap(self, resident: Resident, question: str, after_s: float, backed: Backed) -> None:
        await asyncio.sleep(after_s)
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            heard = await resident.send("question.back", {"question": question, "on": True})
        backed.taps += 1
        if heard.type == "ack":
            backed.counts[question] += 1
        else:
            backed.refused += 1

    async def _count_wrong(self, counts: dict[str, int]) -> int:
        """How many residents were not told the final counts in time."""
        right = {question: count for question, count in counts.items() if count}
        deadline = time.monotonic() + TOLD_WITHIN_S
        while True:
            told = Counter(resident.counts for resident in self.residents)
            wrong = sum(many for frame, many in told.items() if backing_in(frame) != right)
            if wrong == 0 or time.monotonic() > deadline:
                return wrong
            await asyncio.sleep(LOOKS_EVERY_S)


def backing_in(told: Told | None) -> dict[str, int]:
    """The counts of a frame, in an events frame or as part of a snapshot, without zeros."""
    if told is None:
        return {}
    counts = json.loads(bytes(told.heard.counts) or b"null") or json.loads(bytes(told.heard.state))["counts"]
    return {question: count for question, count in counts["backing"].items() if count}
