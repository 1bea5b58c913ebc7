"""Fold what is owed from last time, with which a chat begins: each item, and what the office said of it; pure.

A chat to which nothing was owed has no `owed` in its state.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from sessions.log.events.room import OwedListed, OwedStepped, QuestionRedacted
from sessions.log.events.streams import OwedEvent

type Facts = dict[str, Any]

DENIED = {"state": "disputed"}
"""State of a promise that the people who asked say is not kept: it is owed as before."""


def apply_owed(state: Facts, event: OwedEvent, *, seq: int, at: str) -> None:
    """Apply the event in place. `now`: what became of an item elsewhere, until the office speaks of it in this chat.

    Raises LookupError for an item that is not on the list.
    """
    facts = msgspec.to_builtins(event)
    del facts["type"]
    if isinstance(event, OwedListed):
        state.setdefault("owed", []).append(facts | {"seq": seq, "answer": None})
        return
    item = next((each for each in state.get("owed", ()) if each.get("promise") == event.promise), None)
    if item is None:
        raise LookupError(event.promise)
    del facts["promise"], facts["number"]
    if isinstance(event, OwedStepped):
        item["now"] = facts | {"seq": seq, "at": at}
        return
    item.pop("now", None)
    item["answer"] = facts | {"seq": seq, "at": at}


def redact_owed(state: Facts, event: QuestionRedacted, stone: Facts) -> None:
    """Words of the list, or of an answer, that were destroyed."""
    for item in state.get("owed", ()):
        if item["seq"] == event.of:
            item.update(what=None, redacted=stone)
        elif item["answer"] is not None and item["answer"]["seq"] == event.of:
            item["answer"].update(text=None, redacted=stone)


def is_settled(item: Mapping[str, Any]) -> bool:
    """Whether the office has spoken of a promise: in this chat, or elsewhere if nobody has denied it."""
    return item["answer"] is not None or item.get("now", DENIED)["state"] != DENIED["state"]


def open_items(state: Mapping[str, Any]) -> list[Facts]:
    """Return the items that the office still has to address, in order; the rule of js/live/streams/folding_owed.js.

    A complaint is open while its question waits or is being answered.
    """
    floor = [state["floor"]] if state["floor"] else []
    waiting = {card["id"] for card in (*floor, *state["queue"])}
    return [
        item
        for item in state.get("owed", ())
        if (item["asked_as"] in waiting if "asked_as" in item else not is_settled(item))
    ]
