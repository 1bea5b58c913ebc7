"""Fold what is owed from last time, with which a chat begins: each item, and what the office said of it; pure.

A chat to which nothing was owed has no `owed` in its state.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from sessions.log.events import OwedEvent, OwedListed, QuestionRedacted

type Facts = dict[str, Any]


def apply_owed(state: Facts, event: OwedEvent, *, seq: int, at: str) -> None:
    """In place. Raises LookupError for an answer about what is not on the list."""
    facts = msgspec.to_builtins(event)
    del facts["type"]
    if isinstance(event, OwedListed):
        state.setdefault("owed", []).append(facts | {"seq": seq, "answer": None})
        return
    item = next((each for each in state.get("owed", ()) if each.get("promise") == event.promise), None)
    if item is None:
        raise LookupError(event.promise)
    del facts["promise"], facts["number"]
    item["answer"] = facts | {"seq": seq, "at": at}


def redact_owed(state: Facts, event: QuestionRedacted, stone: Facts) -> None:
    """Words of the list, or of an answer, that were destroyed."""
    for item in state.get("owed", ()):
        if item["seq"] == event.of:
            item.update(what=None, redacted=stone)
        elif item["answer"] is not None and item["answer"]["seq"] == event.of:
            item["answer"].update(text=None, redacted=stone)


def open_items(state: Mapping[str, Any]) -> list[Facts]:
    """Those of which the office has not spoken yet, in their order; the same rule as js/live/streams/folding_owed.js.

    A complaint is open while its question waits or is being answered.
    """
    floor = [state["floor"]] if state["floor"] else []
    waiting = {card["id"] for card in (*floor, *state["queue"])}
    return [
        item
        for item in state.get("owed", ())
        if (item["asked_as"] in waiting if "asked_as" in item else item["answer"] is None)
    ]
