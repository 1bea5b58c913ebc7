"""The residents of a played evening: they come and go, ask the script's questions, and support each other's."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from chatserver.demo.playing.connection import DemoConnection
from chatserver.demo.playing.tempo import Tempo
from chatserver.demo.playing.view import View
from chatserver.demo.script import Script, Scripted
from sessions.log.folding.folding import Card

AT_FIRST = 14
AT_LEAST, AT_MOST = 16, 29
CHANGES_THEIR_MIND = 0.04
FULL_QUEUE = 6
STRANGERS_APPEAL = 0.7
"""The share of residents who support a question of a person who tries the demo, so that it is answered soon."""


@dataclass(slots=True, eq=False)
class Player:
    """One resident. running: the task of their connection; None while they are away."""

    key: str
    connection: DemoConnection
    running: asyncio.Task[None] | None = None
    is_busy: bool = False
    asked: set[str] = field(default_factory=set)
    backed: set[str] = field(default_factory=set)


class DemoCrowd:
    def __init__(
        self, players: Iterable[Player], *, view: View, script: Script, tempo: Tempo, tasks: asyncio.TaskGroup
    ) -> None:
        self._players = list(players)
        self._view, self._script, self._tempo, self._tasks = view, script, tempo, tasks
        self._appeal: dict[str, int] = {}

    async def come_and_go(self) -> None:
        for player in self._tempo.chance.sample(self._players, AT_FIRST):
            self._connect(player)
            await self._tempo.pause(0.2, 0.9)
        while True:
            await self._tempo.pause(4, 9)
            here = self._connected()
            away = [player for player in self._players if player.running is None]
            free = [player for player in here if not player.is_busy]
            stays = self._tempo.chance.random() < 0.6
            if away and len(here) < AT_MOST and (stays or len(here) < AT_LEAST):
                self._connect(self._tempo.chance.choice(away))
            elif free:
                await self._disconnect(self._tempo.chance.choice(free))

    async def ask(self, *, once: bool) -> None:
        """Ask the rest of the script; then, unless once, a new question now and then until the evening ends."""
        for item in self._script.questions:
            if not self._is_asked(item):
                await self._tempo.pause(*((12, 20) if len(self._view.queue) < FULL_QUEUE else (40, 60)))
                await self._ask(item)
        for item in () if once else self._script.later:
            if not self._is_asked(item):
                await self._tempo.pause(50, 85)
                await self._ask(item)

    async def back(self) -> None:
        """Support each question as often as its appeal says; now and then a resident withdraws their support."""
        while True:
            await self._tempo.pause(1.5, 3.5)
            here = self._connected()
            if not here:
                continue
            player = self._tempo.chance.choice(here)
            cards = [card for card in self._view.queue if card["id"] not in player.asked]
            if self._tempo.chance.random() < CHANGES_THEIR_MIND:
                await self._back(player, [card for card in cards if card["id"] in player.backed], on=False)
            else:
                wanted = [card for card in cards if card["id"] not in player.backed and self._appeals(card)]
                await self._back(player, wanted, on=True)

    async def _ask(self, item: Scripted) -> None:
        player = self._author(item)
        player.is_busy = True
        self._connect(player)
        asked = await player.connection.command("question.ask", text=item.text, kind=item.kind)
        player.is_busy = False
        if asked.is_done:
            player.asked.add(asked.facts["question"])
            if item.withdraws:
                self._tasks.create_task(self._withdraw(player, asked.facts["question"]))

    async def _withdraw(self, player: Player, question_id: str) -> None:
        """Withdraw a question a while after everybody could read it."""
        player.is_busy = True
        while self._view.state_of(question_id) == "waiting":
            await self._tempo.pause(1, 2)
        await self._tempo.pause(8, 15)
        await player.connection.command("question.withdraw", question=question_id)
        player.is_busy = False

    async def _back(self, player: Player, cards: list[Card], *, on: bool) -> None:
        if not cards:
            return
        question_id = self._tempo.chance.choice(cards)["id"]
        done = await player.connection.command("question.back", question=question_id, on=on)
        if not done.is_done or on:
            player.backed.add(question_id)
        else:
            player.backed.discard(question_id)

    def _connect(self, player: Player) -> None:
        if player.running is None:
            player.running = self._tasks.create_task(player.connection.run())

    async def _disconnect(self, player: Player) -> None:
        assert player.running is not None
        player.running.cancel()
        await asyncio.wait([player.running])
        player.running = None

    def _connected(self) -> list[Player]:
        return [player for player in self._players if player.running is not None]

    def _author(self, item: Scripted) -> Player:
        named = next((player for player in self._players if player.key == item.by), None)
        return named or self._tempo.chance.choice(self._players)

    def _is_asked(self, item: Scripted) -> bool:
        return any(card["text"] == item.text for card in self._view.asked)

    def _appeals(self, card: Card) -> bool:
        share = STRANGERS_APPEAL if self._script.find(card["text"]) is None else self._tempo.chance.betavariate(2, 2.5)
        most = self._appeal.setdefault(card["id"], round(share * len(self._players)))
        return self._view.backing.get(card["id"], 0) < most
