"""The councillor of a played evening: takes and answers questions, and gives way to a person who does so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from chatserver.demo.playing.connection import DemoConnection, ServerReply
from chatserver.demo.playing.official import PlayedOfficial
from chatserver.demo.playing.tempo import Tempo
from chatserver.demo.playing.view import View
from chatserver.demo.script import Script, ScriptLine
from sessions.log.folding.folding import Card

LEAVES_PEOPLE_THE_FLOOR_S = 60.0
LEFT_OVER_AFTER_S = 60.0
UNHURRIED_BELOW = 5
SEES_A_SLIP_AFTER_S = (7, 10)
PUT_BACK_FOR = 2
"""How many other questions are answered before one that was put back is taken again."""


class PlayedCouncillor:
    """Shares the account with a person who signs in as the councillor: a question that it did not take is theirs."""

    def __init__(
        self,
        connection: DemoConnection,
        official: PlayedOfficial,
        *,
        view: View,
        script: Script,
        tempo: Tempo,
        takes_more: Callable[[], bool],
    ) -> None:
        self._connection, self._official = connection, official
        self._view, self._script, self._tempo, self._takes_more = view, script, tempo, takes_more
        self._taken: set[str] = set()
        self._put_back: dict[str, int] = {}
        self._quiet_until = 0.0

    async def run(self) -> None:
        await self._adopt_what_was_left()
        while True:
            await self._tempo.pause(2, 4)
            card = self._view.floor
            if card is not None and card["id"] in self._taken:
                await self._deal_with(card)
            elif card is not None:
                self._quiet_until = self._tempo.now() + LEAVES_PEOPLE_THE_FLOOR_S
            elif self._tempo.now() >= self._quiet_until and self._takes_more():
                await self._take_next()

    async def _adopt_what_was_left(self) -> None:
        """Adopt a question that is on the floor at the start and stays there: it is left from an earlier play."""
        card = self._view.floor
        if card is not None:
            await self._tempo.pause(LEFT_OVER_AFTER_S, LEFT_OVER_AFTER_S)
            if self._is_on_floor(card):
                self._taken.add(card["id"])

    async def _take_next(self) -> None:
        if len(self._view.queue) < UNHURRIED_BELOW:
            await self._tempo.pause(6, 14)
        queue = self._view.queue
        if not queue or self._view.floor is not None:
            return
        card = next((card for card in queue if self._is_due(card)), queue[0])
        # For the first of the queue, no question is named: the server knows the newest order.
        named = {} if card is queue[0] else {"question": card["id"]}
        taken = await self._connection.command("question.take", **named)
        if taken.is_done:
            self._taken.add(taken.facts["question"])

    async def _deal_with(self, card: Card) -> None:
        """Say the lines that are still to be said; stop where a person has acted on the question meanwhile."""
        item = self._script.find(card["text"])
        due_in_days = item.due_in_days if item is not None else 0
        lines = self._script.answer_to(card["text"])
        said = len(card["answers"])
        await self._tempo.read(card["text"])
        for number in range(said if due_in_days else min(said, len(lines) - 1), len(lines)):
            if not await self._say(card, lines[number], final=number == len(lines) - 1 and not due_in_days):
                return
            if item is not None and item.returns and card["id"] not in self._put_back:
                await self._return(card)
                return
        if due_in_days and self._is_on_floor(card):
            due_on = timezone.localdate() + timedelta(days=due_in_days)
            await self._connection.command("question.defer", question=card["id"], due_on=due_on.isoformat())
        self._put_back = {question: waits - 1 for question, waits in self._put_back.items()}
        await self._tempo.let_read(lines[-1].text)

    async def _say(self, card: Card, line: ScriptLine, *, final: bool) -> bool:
        before = self._answers_to(card)
        if line.by_official:
            await self._official.called_by(self._connection, card["id"])
        await self._tempo.write(line.text)
        if self._answers_to(card) != before:
            self._taken.discard(card["id"])
            return False
        given = await self._give(card, line, final=final)
        while given.is_done and self._answers_to(card) == before:
            await self._tempo.pause(1, 1)
        if given.is_done and line.at_first:
            await self._correct(card["id"], line)
        return given.is_done

    async def _give(self, card: Card, line: ScriptLine, *, final: bool) -> ServerReply:
        if line.by_official:
            return await self._official.say(card["id"], line.text)
        text = line.at_first or line.text
        promise = self._promise_in(card) if final else {}
        return await self._connection.command("answer.give", question=card["id"], text=text, final=final, **promise)

    def _promise_in(self, card: Card) -> dict[str, Any]:
        """The last part is ticked as a promise, where the script says so."""
        item = self._script.find(card["text"])
        if item is None or not item.promised_in_days:
            return {}
        due_on = timezone.localdate() + timedelta(days=item.promised_in_days)
        return {"promise": {"due_on": due_on.isoformat()}}

    async def _correct(self, question_id: str, line: ScriptLine) -> None:
        await self._tempo.pause(*SEES_A_SLIP_AFTER_S)
        answers = [each for card in self._view.public_cards() if card["id"] == question_id for each in card["answers"]]
        part = next((answer["seq"] for answer in answers if answer["text"] == line.at_first), None)
        if part is not None:
            await self._connection.command("answer.correct", question=question_id, part=part, text=line.text)

    async def _return(self, card: Card) -> None:
        await self._tempo.pause(3, 5)
        returned = await self._connection.command("question.return", question=card["id"])
        if returned.is_done:
            self._taken.discard(card["id"])
            self._put_back[card["id"]] = PUT_BACK_FOR

    def _is_due(self, card: Card) -> bool:
        return self._put_back.get(card["id"], 0) <= 0

    def _is_on_floor(self, card: Card) -> bool:
        return self._view.floor is not None and self._view.floor["id"] == card["id"]

    def _answers_to(self, card: Card) -> int:
        """How many parts of an answer it has while it is on the floor; -1 once it has left the floor."""
        return len(self._view.floor["answers"]) if self._view.floor is not None and self._is_on_floor(card) else -1
