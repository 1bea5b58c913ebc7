"""Split the desk's questions into pieces of a bounded size, however many were asked; pure.

A piece holds every public question (moderators approve these one by one), and as many of the waiting and the finished
ones as fit. `more` says for each group how many are missing, and after which question the next piece begins.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

import msgspec

from sessions.log.folding.folding import Card, State

MAX_CARDS = 100
MAX_BYTES = 96 * 1024
"""The largest size of one group in one piece, as JSON; a single question always fits."""

Group = Literal["to_read", "done"]
GROUPS: tuple[Group, Group] = ("to_read", "done")

UNDECIDED = ("waiting", "held")
IN_PUBLIC = ("on_floor", "queued")


def first_piece(state: State) -> State:
    """The piece of a snapshot or a page: the oldest waiting questions, all public ones, the newest finished ones."""
    return piece_at(state, {})


def piece_at(state: State, after: Mapping[Group, str], *, with_ids: Collection[str] = ()) -> State:
    """The piece after one question of each group, which `more` named; it also holds with_ids, of any group."""
    shown = {*with_ids, *(card["id"] for card in state["questions"] if card["state"] in IN_PUBLIC)}
    shown.update(card["id"] for card in _reported(state))
    shown.update(card["id"] for card in _passed_on(state))
    more: dict[str, Any] = {}
    for group in GROUPS:
        piece = next_piece(state, group, after.get(group))
        shown.update(card["id"] for card in piece["questions"])
        more |= piece["more"]
    for group in GROUPS:
        if group in more:
            left = group_of(_behind(state["questions"], group, more[group]["after"]), group)
            more[group]["left"] -= sum(card["id"] in shown for card in left)
    kept = {"questions": [card for card in state["questions"] if card["id"] in shown]}
    return kept | {"more": more | {"missing": []}} if more else kept


def next_piece(state: State, group: Group, after: str | None) -> State:
    """The questions of one group alone, and how many more it has.

    after may have left the group meanwhile; if it is unknown, this is the first piece.
    """
    cards = group_of(_behind(state["questions"], group, after), group)
    some = cards[:MAX_CARDS]
    piece = some[: _how_many_fit(some)]
    left = len(cards) - len(piece)
    return {"questions": piece, "more": {group: {"after": piece[-1]["id"], "left": left}} if left else {}}


def some_of(state: State, ids: Collection[str]) -> State:
    """The questions with these ids, as many as fit."""
    wanted = set(ids)
    cards = [card for card in state["questions"] if card["id"] in wanted][:MAX_CARDS]
    return {"questions": cards[: _how_many_fit(cards)], "more": {}}


def group_of(questions: list[Card], name: Group) -> list[Card]:
    """Waiting questions: oldest first. Finished ones: newest first."""
    if name == "to_read":
        return [card for card in questions if card["state"] in UNDECIDED]
    return [card for card in reversed(questions) if card["state"] not in UNDECIDED + IN_PUBLIC]


def _reported(state: State) -> list[Card]:
    """Answered questions that people reported, which need a moderator, however old they are; as many as fit."""
    cards = [card for card in state["questions"] if "reported" in card and card["state"] in ("answered", "on_notice")]
    return cards[: _how_many_fit(cards[:MAX_CARDS])]


def _passed_on(state: State) -> list[Card]:
    """Undecided questions that a moderator left to the colleagues, who read them first; as many as fit."""
    cards = [card for card in state["questions"] if "passed_on" in card and card["state"] in UNDECIDED]
    return cards[: _how_many_fit(cards[:MAX_CARDS])]


def _behind(questions: list[Card], group: Group, after: str | None) -> list[Card]:
    place = next((place for place, card in enumerate(questions) if card["id"] == after), None)
    if place is None:
        return questions
    return questions[place + 1 :] if group == "to_read" else questions[:place]


def _how_many_fit(cards: Iterable[Card]) -> int:
    size = number = 0
    for card in cards:
        size += len(msgspec.json.encode(card))
        if number and size > MAX_BYTES:
            break
        number += 1
    return number
