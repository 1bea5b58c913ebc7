"""Fold the desk's stream into the questions that the staff see; pure, and the reference for every client.

It does for the desk what folding.py does for the room. A state may hold only some of the questions (desk_pieces.py);
`more` then says what is missing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import UNSET

from sessions.contract.desk_times import CLAIM_SECONDS
from sessions.log.event_form import UnreadableEvent
from sessions.log.events.desk import (
    DeskAsked,
    DeskChange,
    DeskClaimed,
    DeskDecisionPending,
    DeskDecisionUndone,
    DeskNoted,
    DeskPassedOn,
    DeskRedacted,
    DeskReported,
    ResidentMuted,
    ResidentUnmuted,
)
from sessions.log.folding.folding import Card, State
from sessions.log.logged_event import LoggedEvent, wire_time

MOST_NOTES_SHOWN = 20
"""The last notes of moderators about one question that their colleagues see."""

MOST_REPORTS_SHOWN = 10
"""The most reports of one question that moderators see; its count includes all."""

CARD_FIELDS = ("state", "version", "claimed_by", "reason", "note", "into", "due_on", "reports", "topic", "masked")
"""The fields that an event about a question brings up to date, where it has them."""


def empty_desk() -> State:
    return {"questions": []}


def apply_desk(state: State, logged: LoggedEvent) -> None:
    """Apply one event of the desk's stream in place: questions are added, and cards take what each event says.

    carried_from: the receipt in the chat before, where nobody read it; looks_like: the kinds of personal data that the
    words seem to hold; masked: the places that are hidden from the
    public; reported: the latest reports about it that nobody has dealt with, oldest first; paused_until: until when its
    author may not ask; claimed_until: when the claim ends; pending: a decision that can still be undone; passed_on: who
    leaves it to colleagues; notes: to colleagues. Each is left out where there is none. Raises LookupError, and changes
    nothing, for an event that cannot be read or that does not fit the state.
    """
    match logged.event:
        case DeskAsked() as asked:
            state["questions"].append(_new_card(asked))
        case DeskChange() as change:
            card = next((each for each in state["questions"] if each["id"] == change.id), None)
            if card is not None:
                _change_card(card, change, at=logged.at)
            else:
                _note_missing(state["more"], change)
        case ResidentMuted(questions=list(ids), until=str(until)):  # an older log has neither
            _pause(state, ids, until)
        case ResidentUnmuted(questions=ids):
            _pause(state, ids, None)
        case UnreadableEvent():
            raise LookupError(logged.type)


def claimed_now(card: Mapping[str, Any], now: datetime) -> str | None:
    """The name of the moderator who is reading it at that moment; None once the claim has ended by itself."""
    by: str | None = card["claimed_by"]
    return by if by and card.get("claimed_until", "") > wire_time(now) else None


def _new_card(asked: DeskAsked) -> Card:
    card = {
        "id": asked.id,
        "text": asked.text,
        "kind": asked.kind,
        "label": asked.label,
        "receipt": asked.receipt,
        "asked_at": asked.asked_at,
        "version": asked.version,
        "state": "waiting",
        "claimed_by": None,
        "reason": None,
        "note": None,
        "into": None,
        "due_on": None,
        "reports": 0,
    }
    told = {name: getattr(asked, name) for name in ("looks_like", "topic", "masked", "carried_from")}
    return card | {name: msgspec.to_builtins(value) for name, value in told.items() if value is not UNSET}


def _change_card(card: Card, change: DeskChange, *, at: datetime) -> None:
    if isinstance(change, DeskDecisionUndone) or change.state != card["state"]:
        card.pop("pending", None)
    for name in CARD_FIELDS:
        value = getattr(change, name, UNSET)
        if value is not UNSET:
            card[name] = msgspec.to_builtins(value)
    _keep_claim(card, change, at=at)
    if isinstance(change, DeskDecisionPending):
        card["pending"] = msgspec.to_builtins(change.pending)
    if isinstance(change, DeskPassedOn):
        _keep_passed_on(card, change.passed_on)
    elif isinstance(change, DeskNoted):
        note = {"by": change.by, "text": change.text, "at": wire_time(at)}
        card["notes"] = [*card.get("notes", ()), note][-MOST_NOTES_SHOWN:]
    elif isinstance(change, DeskReported):
        card["reported"] = [*card.get("reported", ()), {"why": change.why, "at": wire_time(at)}][-MOST_REPORTS_SHOWN:]
    elif getattr(change, "reports", None) == 0:
        card.pop("reported", None)
    elif isinstance(change, DeskRedacted):
        _redact(card, change)


def _redact(card: Card, redacted: DeskRedacted) -> None:
    """Empty the words of a redacted entry.

    redacted: the ground. What the desk wrote about it is gone, and those of its own words that it names.
    """
    card.update(dict.fromkeys(redacted.texts, ""), note=None, redacted=redacted.ground)
    for name in ("notes", *(("looks_like", "masked") if "text" in redacted.texts else ())):
        card.pop(name, None)
    if "reported" in card:
        card["reported"] = [each | {"why": ""} for each in card["reported"]]


def _keep_passed_on(card: Card, names: list[str]) -> None:
    if names:
        card["passed_on"] = names
    else:
        card.pop("passed_on", None)


def _keep_claim(card: Card, change: DeskChange, *, at: datetime) -> None:
    """An older log does not say when a claim ends: it lasts as long as it would today."""
    if card["claimed_by"] is None:
        card.pop("claimed_until", None)
    elif isinstance(change, DeskClaimed | DeskDecisionPending | DeskDecisionUndone):
        card["claimed_until"] = change.until or wire_time(at + timedelta(seconds=CLAIM_SECONDS))


def _pause(state: State, question_ids: Iterable[str], until: str | None) -> None:
    """Mark all questions of one person, or unmark them; the desk does not learn who that person is."""
    absent = list(question_ids)
    for card in state["questions"]:
        if card["id"] in absent:
            absent.remove(card["id"])
            if until is not None:
                card["paused_until"] = until
            else:
                card.pop("paused_until", None)
    if "more" in state:
        missing = state["more"]["missing"]
        missing += [each for each in absent if each not in missing]


def _note_missing(more: dict[str, Any], change: DeskChange) -> None:
    """A question changed that is in none of the loaded pieces (see desk_pieces); the client has to ask for it."""
    if change.id not in more["missing"]:
        more["missing"].append(change.id)
        if change.state not in ("waiting", "held") and "to_read" in more:
            more["to_read"]["left"] = max(more["to_read"]["left"] - 1, 0)
