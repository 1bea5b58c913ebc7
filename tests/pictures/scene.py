"""Brings a fresh demo into the state that the pictures show: always the same questions and answers."""

import asyncio
import re
import urllib.request
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from chatserver.demo.playing.connection import DemoConnection, ServerReply
from chatserver.demo.playing.signing_in import open_sign_in_link
from chatserver.demo.playing.stream_positions import StreamListener
from chatserver.demo.playing.view import View
from chatserver.demo.script import Script, Scripted, ScriptLine

Sheet = dict[str, Any]

ASKED = ((4, "urdu-pipe"), (3, "toilet"), (0, "park-swings"), (1, "dengue-plot"), (2, "aunt"))
"""Which resident asks which question of the script; the last two wait for the moderators."""

APPROVED = ("urdu-pipe", "toilet", "park-swings")
ANSWERED = ("o-library", "o-light")
ON_FLOOR = "o-drain"
NEWS_WITHIN_S = 30.0


async def set_scene(sheet: Sheet, script: Script) -> None:
    async with AsyncExitStack() as connections:
        view = View()

        async def connect(person: dict[str, str], door: str, listener: StreamListener | None = None) -> DemoConnection:
            return await connections.enter_async_context(_connected(sheet, person, door, listener))

        moderator = await connect(sheet["moderators"][1], "desk", view)
        councillor, official = [await connect(sheet[who], "desk") for who in ("councillor", "official")]
        residents = [await connect(person, "room") for person in sheet["residents"]]
        await view.is_there.wait()
        official_id = await asyncio.to_thread(_public_id, sheet, sheet["official"])
        scene = _Scene(
            script, view, moderator=moderator, councillor=councillor, official=official, official_id=official_id
        )
        for resident, key in ASKED:
            item = scene.item(key)
            _done(await residents[resident].command("question.ask", text=item.text, kind=item.kind))
        await scene.screen()
        for resident, key in ((0, "urdu-pipe"), (2, "urdu-pipe"), (3, "urdu-pipe"), (4, "toilet"), (0, "toilet")):
            await residents[resident].command("question.back", question=scene.id_of(key), on=True)
        for key in ANSWERED:
            await scene.take(key)
            await scene.say_all(key)
        await scene.take(ON_FLOOR)
        await scene.say(ON_FLOOR, scene.item(ON_FLOOR).lines()[:-1])


class _Scene:
    def __init__(
        self,
        script: Script,
        view: View,
        *,
        moderator: DemoConnection,
        councillor: DemoConnection,
        official: DemoConnection,
        official_id: str,
    ) -> None:
        self._script, self._view, self._official_id = script, view, official_id
        self._moderator, self._councillor, self._official = moderator, councillor, official

    def item(self, key: str) -> Scripted:
        return next(item for item in (*self._script.opening, *self._script.questions) if item.key == key)

    def id_of(self, key: str) -> str:
        return str(self._card(key)["id"])

    async def screen(self) -> None:
        await _until(lambda: all(self._is_asked(key) for _resident, key in ASKED))
        for key in (ON_FLOOR, *APPROVED):
            card = self._card(key)
            _done(await self._moderator.command("question.approve", question=card["id"], version=card["version"]))
        card, into = self._card("o-drain-2"), self.id_of(ON_FLOOR)
        _done(await self._moderator.command("question.merge", question=card["id"], version=card["version"], into=into))

    async def take(self, key: str) -> None:
        _done(await self._councillor.command("question.take", question=self.id_of(key)))

    async def say_all(self, key: str) -> None:
        lines = self.item(key).lines()
        await self.say(key, lines[:-1])
        await self._give(self.id_of(key), lines[-1], final=True)

    async def say(self, key: str, lines: tuple[ScriptLine, ...]) -> None:
        for line in lines:
            if line.by_official:
                await self._call(self.id_of(key))
            await self._give(self.id_of(key), line, final=False)

    async def _give(self, question: str, line: ScriptLine, *, final: bool) -> None:
        speaker = self._official if line.by_official else self._councillor
        text = line.at_first or line.text
        _done(await speaker.command("answer.give", question=question, text=text, final=final))
        if line.at_first:
            await _until(lambda: self._part(question, text) is not None)
            part = self._part(question, text)
            _done(await self._councillor.command("answer.correct", question=question, part=part, text=line.text))

    async def _call(self, question: str) -> None:
        _done(await self._councillor.command("official.call", question=question, official=self._official_id))

    def _part(self, question: str, text: str) -> int | None:
        cards = [card for card in self._view.public_cards() if card["id"] == question]
        return next((each["seq"] for card in cards for each in card["answers"] if each["text"] == text), None)

    def _is_asked(self, key: str) -> bool:
        return any(card["text"] == self.item(key).text for card in self._view.asked)

    def _card(self, key: str) -> dict[str, Any]:
        return next(card for card in self._view.asked if card["text"] == self.item(key).text)


def _public_id(sheet: Sheet, person: dict[str, str]) -> str:
    """The id of a person in the log, from the data of their own page's script."""
    cookies = open_sign_in_link(sheet["base_url"], person["sign_in"].removeprefix(sheet["base_url"]))
    page = urllib.request.Request(f"{sheet['base_url']}/floor/{sheet['chat_session']}/", headers={"Cookie": cookies})
    with urllib.request.urlopen(page) as answer:
        found = re.search(r'"person":"([0-9a-f-]{36})"', answer.read().decode())
    assert found is not None
    return found[1]


@asynccontextmanager
async def _connected(
    sheet: Sheet, person: dict[str, str], door: str, listener: StreamListener | None
) -> AsyncIterator[DemoConnection]:
    """A person's connection, kept open for the body."""
    link = person["sign_in"].removeprefix(sheet["base_url"])
    connection = DemoConnection(sheet["base_url"], link, f"/ws/{door}/{sheet['chat_session']}/", listener)
    running = asyncio.create_task(connection.run())
    try:
        yield connection
    finally:
        running.cancel()
        await asyncio.wait([running])


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(NEWS_WITHIN_S):
        while not is_so():  # noqa: ASYNC110 -- a view is told of news, and tells nobody
            await asyncio.sleep(0.05)


def _done(reply: ServerReply) -> None:
    if not reply.is_done:
        raise RuntimeError(f"The scene cannot be set: {reply.code}.")
