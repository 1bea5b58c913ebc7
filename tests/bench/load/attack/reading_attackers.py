"""Strangers who only read, as fast as the answers come: long polls, and the pages that cost the most."""

import json
import re
from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.parse import urlencode

from tests.bench.load.attack.attack_connection import Target, drop, read_answer

READERS = (
    ("held polls", 300, "hold_poll"),
    ("repeated polls", 50, "repeat_poll"),
    ("polls of no chat", 20, "poll_no_chat"),
    ("Open311", 20, "read_open311"),
    ("searches", 20, "search"),
    ("shared words", 10, "share"),
    ("cards", 10, "read_card"),
)
"""What the answers are counted as, how many do it at once, and the method of Reads."""

CARD = re.compile(rb"/cards/chat/[0-9a-f-]+/[a-z0-9-]+\.png")
LISTS = ("requests.json", "requests.xml", "services.xml", "requests.json?lat=22.57&long=88.36&page_size=100")

Path = Callable[[int], str]


class Reads:
    """Each coroutine method reads on and on over one connection, and counts each answer by its status."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._numbers = count(1)
        self._known: dict[str, Any] = {}
        self._card = ""

    async def look_around(self) -> None:
        """Once, before anybody attacks: where the chat's stream ends, and the address of its card."""
        status, body = await self._read_once(self._events)
        found = CARD.search((await self._read_once(f"/chat/{self._target.chat_session}/"))[1])
        if status != "200" or found is None:
            raise LookupError("the attackers' chat shows no stream or no card")
        self._known, self._card = json.loads(body), found[0].decode()

    async def hold_poll(self, answers: Counter[str]) -> None:
        """Wait for news as long as the server allows."""
        await self._poll(answers, behind=0)

    async def repeat_poll(self, answers: Counter[str]) -> None:
        """Say each time that the last event was not heard, so that the answer comes at once."""
        await self._poll(answers, behind=1)

    async def poll_no_chat(self, answers: Counter[str]) -> None:
        """Wait for news of a chat that does not exist, another one each time."""
        tail = "events?epoch=x&since=0&wait=25"
        await self._read(answers, lambda number: f"/api/chat/{number:08x}-0000-4000-8000-{number:012x}/{tail}")

    async def read_open311(self, answers: Counter[str]) -> None:
        await self._read(answers, lambda number: f"/open311/v2/{LISTS[number % len(LISTS)]}")

    async def search(self, answers: Counter[str]) -> None:
        """Other words each time, so that no answer was kept."""
        await self._read(answers, lambda number: f"/search/?{urlencode({'q': f'drain water light road {number}'})}")

    async def share(self, answers: Counter[str]) -> None:
        await self._read(answers, lambda number: f"/share/?{urlencode({'text': f'{number} ' * 500})}")

    async def read_card(self, answers: Counter[str]) -> None:
        """The chat's card, and by turns one with an invented version."""
        card = self._card
        await self._read(answers, lambda number: card if number % 2 else card.replace(".png", f"{number}.png"))

    async def _poll(self, answers: Counter[str], *, behind: int) -> None:
        """behind: how many events before the end of the stream."""
        known = self._known

        def path(_number: int) -> str:
            asked = {"epoch": known["epoch"], "since": known["seq"] - behind, "wait": 25}
            return f"{self._events}?{urlencode(asked)}"

        def heard(body: bytes) -> None:
            frame: dict[str, Any] = json.loads(body) if body.startswith(b"{") else {}
            known["seq"] = frame.get("seq", known["seq"])

        await self._read(answers, path, heard)

    @property
    def _events(self) -> str:
        return f"/api/chat/{self._target.chat_session}/events"

    async def _read_once(self, path: str) -> tuple[str, bytes]:
        reader, writer = await self._target.connect()
        try:
            writer.write(self._target.head("GET", path))
            return await read_answer(reader)
        finally:
            await drop(writer)

    async def _read(
        self, answers: Counter[str], path: Path, heard: Callable[[bytes], None] = lambda _body: None
    ) -> None:
        reader, writer = await self._target.connect()
        try:
            while True:
                writer.write(self._target.head("GET", path(next(self._numbers))))
                status, body = await read_answer(reader)
                answers[status] += 1
                heard(body)
        finally:
            await drop(writer)
