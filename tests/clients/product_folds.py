"""Fold events in the wire's form: what the product's folds make of a client's journal or of a log's dump."""

from collections.abc import Iterable, Mapping
from typing import Any

from sessions.log.folding import desk_folding, folding
from sessions.log.folding.desk_folding import empty_desk
from sessions.log.folding.folding import State, empty_public
from sessions.log.logged_event import LoggedEvent

Shown = Mapping[str, Any]


def apply_public(state: State, event: Shown) -> None:
    folding.apply_public(state, LoggedEvent.from_wire("public", event))


def apply_desk(state: State, event: Shown) -> None:
    desk_folding.apply_desk(state, LoggedEvent.from_wire("desk", event))


def fold_public(events: Iterable[Shown]) -> State:
    state = empty_public()
    for event in events:
        apply_public(state, event)
    return state


def fold_desk(events: Iterable[Shown]) -> State:
    state = empty_desk()
    for event in events:
        apply_desk(state, event)
    return state
