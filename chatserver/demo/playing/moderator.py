"""The moderator of a played evening: claims, approves, declines, holds and merges, and gives way to people."""

import re
from typing import Any

from django.utils import timezone

from chatserver.demo.playing.connection import DemoConnection
from chatserver.demo.playing.tempo import Tempo
from chatserver.demo.playing.view import View
from chatserver.demo.script import Script
from sessions.log.folding.desk_folding import claimed_now
from sessions.log.folding.folding import Card
from sessions.platform.text.text_input import fold_digits

PATIENCE_S = 8.0
PATIENCE_BESIDE_PEOPLE_S = 40.0
PEOPLE_ARE_HERE_FOR_S = 180.0
SECOND_LOOK_AFTER_S = 35.0
NOTICE_EVERY_DECISIONS = 18
NUMBER = re.compile(r"(?:\d[\s-]?){10,}")
"""Ten digits or more: a telephone number."""


class PlayedModerator:
    def __init__(self, connection: DemoConnection, *, label: str, view: View, script: Script, tempo: Tempo) -> None:
        self._connection, self._label = connection, label
        self._view, self._script, self._tempo = view, script, tempo
        self._seen_at: dict[str, float] = {}
        self._mine: set[str] = set()
        self._held_at: dict[str, float] = {}
        self._people_until = 0.0
        self._notices = list(script.notices[1:])

    async def run(self) -> None:
        left_held = (card for card in self._view.asked if card["state"] == "held")
        self._held_at = {card["id"]: self._tempo.now() for card in left_held}
        while True:
            await self._tempo.pause(1, 2)
            self._look_for_people()
            card = self._choose()
            if card is not None:
                await self._screen(card)
                await self._post_notice()

    def _look_for_people(self) -> None:
        """Note whether a person moderates, too: then the player leaves them time to decide first."""
        others = {card["id"] for card in self._view.asked if not self._is_free(card)}
        if (self._view.decided - self._mine) or others:
            self._people_until = self._tempo.now() + PEOPLE_ARE_HERE_FOR_S
        self._view.decided.clear()

    def _choose(self) -> Card | None:
        now = self._tempo.now()
        patience_s = PATIENCE_BESIDE_PEOPLE_S if now < self._people_until else PATIENCE_S
        for card in self._view.asked:
            if card["state"] == "waiting":
                ready_at = self._seen_at.setdefault(card["id"], now) + patience_s
            elif card["state"] == "held" and card["id"] in self._held_at:
                ready_at = self._held_at[card["id"]] + SECOND_LOOK_AFTER_S
            else:
                continue
            if now >= ready_at and self._is_free(card) and self._decide(card) is not None:
                return card
        return None

    def _is_free(self, card: Card) -> bool:
        """Whether nobody reads it or has just decided about it."""
        return "pending" not in card and claimed_now(card, timezone.now()) in (None, self._label)

    async def _screen(self, card: Card) -> None:
        """Decide about one question. A late decision is refused as stale; the question is then looked at again."""
        self._mine.add(card["id"])
        claim = await self._connection.command("question.claim", question=card["id"], version=card["version"])
        if not claim.is_done:
            return
        await self._tempo.read(card["text"])
        decision = self._decide(card)
        if decision is None:
            await self._connection.command("question.release", question=card["id"], version=claim.facts["version"])
            return
        op, fields = decision
        done = await self._connection.command(op, question=card["id"], version=claim.facts["version"], **fields)
        if done.is_done and op == "question.hold":
            self._held_at[card["id"]] = self._tempo.now()

    def _decide(self, card: Card) -> tuple[str, dict[str, Any]] | None:
        """The op and its fields; None while the question to merge into is not public yet."""
        item = self._script.find(card["text"])
        if item is None:
            if NUMBER.search(fold_digits(card["text"])):
                return "question.decline", {"reason": "personal_data", "note": self._script.unscripted_note}
            return "question.approve", {}
        if item.decline:
            return "question.decline", {"reason": item.decline, "note": item.note}
        if item.hold and card["id"] not in self._held_at:
            return "question.hold", {}
        return self._join(item.into) if item.into else ("question.approve", {})

    def _join(self, key: str) -> tuple[str, dict[str, Any]] | None:
        same = [card for card in self._view.asked if self._key_of(card) == key]
        public = {card["id"] for card in self._view.public_cards()}
        for card in same:
            if card["id"] in public:
                return "question.merge", {"into": card["id"]}
        is_to_come = not same or any(card["state"] in {"waiting", "held"} for card in same)
        return None if is_to_come else ("question.approve", {})

    def _key_of(self, card: Card) -> str:
        item = self._script.find(card["text"])
        return item.key if item is not None else ""

    async def _post_notice(self) -> None:
        if self._notices and len(self._mine) % NOTICE_EVERY_DECISIONS == 0:
            await self._connection.command("notice.post", text=self._notices.pop(0))
