"""Fold a stream's events into the state that a newcomer is shown; pure, and the reference for every client.

A snapshot at a position is the fold of all events up to it, so that "snapshot, then events" and "all events"
can only end in the same state. States are plain JSON values.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

State = dict[str, Any]
Card = dict[str, Any]


def empty_public() -> State:
    return {"session": {}, "floor": None, "queue": [], "answered": [], "removed": [], "notices": []}


def empty_desk() -> State:
    return {"questions": []}


def fold_public(events: Iterable[Mapping[str, Any]]) -> State:
    state = empty_public()
    for event in events:
        apply_public(state, event)
    return state


def fold_desk(events: Iterable[Mapping[str, Any]]) -> State:
    state = empty_desk()
    for event in events:
        apply_desk(state, event)
    return state


def apply_public(state: State, event: Mapping[str, Any]) -> None:
    """Apply one event of the public stream in place. Types that change nothing here are passed over."""
    change = PUBLIC_CHANGES.get(event["type"])
    if change is not None:
        change(state, event)


def apply_desk(state: State, event: Mapping[str, Any]) -> None:
    """Apply one event of the desk stream in place: a question is asked, then its card takes what each event says.

    looks_like: the kinds of personal data that its words seem to hold; reported: the latest reports about it that
    nobody has dealt with, oldest first; paused_until: until when its author may not ask. Each is missing where there is
    none.
    """
    if event["type"] == "question.asked":
        state["questions"].append(
            {key: event[key] for key in ("id", "text", "kind", "label", "receipt", "asked_at", "version")}
            | {"state": "waiting", "claimed_by": None, "reason": None, "note": None, "into": None, "due_on": None}
            | {"reports": 0}
            | {key: event[key] for key in ("looks_like",) if key in event}
        )
    elif event["type"].startswith("question."):
        card = next((each for each in state["questions"] if each["id"] == event["id"]), None)
        if card is not None:
            card.update({key: event[key] for key in DESK_FIELDS if key in event})
            _keep_reports(card, event)
        else:
            _note_missing(state["more"], event)
    elif event["type"] in ("resident.muted", "resident.unmuted"):
        _pause(state, event)


def _keep_reports(card: Card, event: Mapping[str, Any]) -> None:
    if event["type"] == "question.reported":
        report = {"why": event["why"], "at": event["at"]}
        card["reported"] = [*card.get("reported", ()), report][-MOST_REPORTS_SHOWN:]
    elif event.get("reports") == 0:
        card.pop("reported", None)


def _pause(state: State, event: Mapping[str, Any]) -> None:
    """All questions of one person are marked, or no longer; who that is the desk does not learn."""
    ids = set(event.get("questions", ()))
    for card in state["questions"]:
        if card["id"] in ids:
            card["paused_until"] = event.get("until")
            ids.remove(card["id"])
            if card["paused_until"] is None:
                del card["paused_until"]
    if "more" in state:
        missing = state["more"]["missing"]
        missing += [each for each in event.get("questions", ()) if each in ids and each not in missing]


def _note_missing(more: dict[str, Any], event: Mapping[str, Any]) -> None:
    """A question that the pieces which are here do not hold (see desk_pieces) has changed: it is to be asked for."""
    if event["id"] not in more["missing"]:
        more["missing"].append(event["id"])
        if event["state"] not in ("waiting", "held") and "to_read" in more:
            more["to_read"]["left"] = max(more["to_read"]["left"] - 1, 0)


MOST_REPORTS_SHOWN = 10
"""Of one question, to those who decide about them; all are counted."""

DESK_FIELDS = ("state", "version", "claimed_by", "reason", "note", "into", "due_on", "reports")


def _announced(state: State, event: Mapping[str, Any]) -> None:
    state["session"] = {
        **event["session"],
        "state": "scheduled",
        "opened_at": None,
        "closed_at": None,
        "record": None,
        "reason": None,
        "waits": False,
        "because": None,
    }


def _opened(state: State, event: Mapping[str, Any]) -> None:
    state["session"].update(state="live", opened_at=event["at"], ends_at=event["ends_at"])


def _moved(state: State, event: Mapping[str, Any]) -> None:
    state["session"].update({key: event[key] for key in ("starts_at", "ends_at", "waits", "because")})


def _handed_over(state: State, event: Mapping[str, Any]) -> None:
    state["session"].update(office=event["office"])


def _extended(state: State, event: Mapping[str, Any]) -> None:
    state["session"].update(ends_at=event["ends_at"])


def _closed(state: State, event: Mapping[str, Any]) -> None:
    state["session"].update(state="closed", closed_at=event["at"], record=event["record"])


def _sealed(state: State, event: Mapping[str, Any]) -> None:
    state["session"].update(state="sealed")


def _cancelled(state: State, event: Mapping[str, Any]) -> None:
    state["session"].update(state="cancelled", reason=event["reason"])


def _queued(state: State, event: Mapping[str, Any]) -> None:
    card = {key: event[key] for key in ("id", "text", "kind", "label", "receipt", "asked_at")}
    card |= {"queued_at": event["at"], "state": "queued", "taken_at": None, "due_on": None, "answers": []}
    state["queue"].append(card)


def _left_queue(state: State, event: Mapping[str, Any]) -> None:
    """Withdrawn or merged. A question that was merged before it was public is in no list here."""
    state["queue"] = [card for card in state["queue"] if card["id"] != event["id"]]


def _removed(state: State, event: Mapping[str, Any]) -> None:
    """Its words go; what is known of it beside them stays, and so do answers. backing: by which it keeps its place."""
    gone = {"state": "removed", "text": None, "label": None, "removed_at": event["at"]}
    kept = {"reason": event["reason"], "backing": event["backing"]}
    state["removed"].append(_take_out(state["queue"], event["id"]) | gone | kept)


def _taken(state: State, event: Mapping[str, Any]) -> None:
    card = _take_out(state["queue"], event["id"])
    state["floor"] = card | {"state": "on_floor", "taken_at": event["at"]}


def _returned(state: State, event: Mapping[str, Any]) -> None:
    state["queue"].append(state["floor"] | {"state": "queued", "taken_at": None})
    state["floor"] = None


def _given(state: State, event: Mapping[str, Any]) -> None:
    state["floor"]["answers"].append({key: event[key] for key in ("seq", "text", "by", "office", "final", "at")})


def _corrected(state: State, event: Mapping[str, Any]) -> None:
    """The words that hold stand in place of the earlier ones, which are kept, the first ones first."""
    cards = [*([state["floor"]] if state["floor"] else []), *state["queue"], *state["answered"]]
    answer = next(each for each in _find(cards, event["question"])["answers"] if each["seq"] == event["of"])
    before = {"text": answer["text"], "at": answer.get("corrected_at", answer["at"])}
    answer["earlier"] = [*answer.get("earlier", []), before]
    answer.update(text=event["text"], corrected_at=event["at"])


def _answered(state: State, event: Mapping[str, Any]) -> None:
    state["answered"].append(state["floor"] | {"state": "answered"})
    state["floor"] = None


def _put_on_notice(state: State, event: Mapping[str, Any]) -> None:
    if state["floor"] is not None and state["floor"]["id"] == event["id"]:
        card, state["floor"] = state["floor"], None
    else:
        card = _take_out(state["queue"], event["id"])
    state["answered"].append(card | {"state": "on_notice", "due_on": event["due_on"]})


def _posted(state: State, event: Mapping[str, Any]) -> None:
    state["notices"].append({key: event[key] for key in ("seq", "at", "text")})


def _find(cards: list[Card], question_id: str) -> Card:
    return next(card for card in cards if card["id"] == question_id)


def _take_out(cards: list[Card], question_id: str) -> Card:
    card = _find(cards, question_id)
    cards.remove(card)
    return card


PUBLIC_CHANGES: dict[str, Callable[[State, Mapping[str, Any]], None]] = {
    "session.announced": _announced,
    "session.opened": _opened,
    "session.moved": _moved,
    "session.handed_over": _handed_over,
    "session.extended": _extended,
    "session.closed": _closed,
    "session.sealed": _sealed,
    "session.cancelled": _cancelled,
    "question.queued": _queued,
    "question.withdrawn": _left_queue,
    "question.merged": _left_queue,
    "question.removed": _removed,
    "question.taken": _taken,
    "question.returned": _returned,
    "answer.given": _given,
    "answer.corrected": _corrected,
    "question.answered": _answered,
    "question.on_notice": _put_on_notice,
    "notice.posted": _posted,
}
