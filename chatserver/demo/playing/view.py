"""The evening as the desk sees it: both streams folded, and the latest counts."""

import asyncio
from collections.abc import Iterator
from typing import Any

from sessions.log.events.desk import DeskApproved, DeskDeclined, DeskHeld, DeskMerged, DeskUnmerged
from sessions.log.folding.desk_folding import apply_desk, empty_desk
from sessions.log.folding.folding import Card, apply_public, empty_public
from sessions.log.logged_event import LoggedEvent
from sessions.ordering.evening_facts import facts_of_state
from sessions.ordering.queue_order import in_order


class View:
    """A StreamListener for one connection to the desk."""

    def __init__(self) -> None:
        self.is_there = asyncio.Event()
        self.public = empty_public()
        self.desk = empty_desk()
        self.backing: dict[str, int] = {}
        self.decided: set[str] = set()
        """Ids of questions that were decided since the connection began."""

    def take_snapshot(self, stream: str, state: dict[str, Any]) -> None:
        if stream == "desk":
            self.desk = state
            self.is_there.set()
        else:
            self.public = state
            self.backing = state["counts"]["backing"]

    def take_events(self, stream: str, events: list[dict[str, Any]], counts: dict[str, Any] | None) -> None:
        for event in events:
            if stream == "desk":
                self._take_desk_event(LoggedEvent.from_wire("desk", event))
            else:
                apply_public(self.public, LoggedEvent.from_wire("public", event))
        if counts is not None:
            self.backing = counts["backing"]

    def _take_desk_event(self, logged: LoggedEvent) -> None:
        apply_desk(self.desk, logged)
        match logged.event:
            case DeskApproved(id=id) | DeskDeclined(id=id) | DeskHeld(id=id) | DeskMerged(id=id):
                self.decided.add(id)
            case DeskUnmerged(id=id):
                self.decided.discard(id)

    @property
    def is_over(self) -> bool:
        return bool(self.public["session"]["state"] != "live")

    @property
    def floor(self) -> Card | None:
        card: Card | None = self.public["floor"]
        return card

    @property
    def queue(self) -> list[Card]:
        """The queued questions in their declared order."""
        return [dict(card) for card in in_order(self.public["queue"], self.backing, facts_of_state(self.public))]

    @property
    def asked(self) -> list[Card]:
        """Every question as the desk has it, the oldest first."""
        cards: list[Card] = self.desk["questions"]
        return cards

    def public_cards(self) -> Iterator[Card]:
        if self.floor is not None:
            yield self.floor
        yield from self.public["queue"]
        yield from self.public["answered"]

    def state_of(self, question_id: str) -> str:
        return next((card["state"] for card in self.asked if card["id"] == question_id), "")
