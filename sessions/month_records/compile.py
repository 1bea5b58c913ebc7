"""Compile the document of one month from the ward's public stream alone. It has the form of a chat's record.

Entry 0 is the head: which ward or borough, and which month. Then there is one entry for each public event.
"""

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from sessions.log import log
from sessions.log.event_form import UnreadableEvent, body_of
from sessions.log.logged_event import LoggedEvent, wire_time
from sessions.models import MonthLog, MonthText
from sessions.record.committed_texts import CommittedText, CommittedTexts
from sessions.record.proof.tree import leaf_hash, root_hash
from sessions.text.by_language import language_codes
from sessions.text.commitments import base64url, commitment, new_salt

FORMAT = "councillor-month-log/1"

TEXTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "matter.published": (("text",), ("label",), ("place", "landmark")),
    "matter.stepped": (("text",),),
    "matter.replied": (("text",),),
    "matter.photo_shown": (("photo", "alt"),),
    "promise.proposed": (("said",), ("what",)),
    "promise.made": (("said",), ("what",), ("where",)),
    "promise.stepped": (("text",),),
    "activity.published": (
        ("title",),
        ("text",),
        ("landmark",),
        *(("translations", f"{name}_{code}") for code in language_codes() for name in ("title", "text")),
    ),
    "activity.photo_shown": (("alt",),),
}
"""By type of event, where people's own words stand in its body: a commitment covers them, so that they can be removed
and the root still holds."""

POINT = "point"
"""The text that stands for the degrees of a place: "22.4989 88.3712". As part of the data they could not be removed."""


def slug_of(month_log: MonthLog) -> str:
    """Such as ward-95-2027-03: a day of a chat's record has two digits more."""
    month = f"{month_log.month:%Y-%m}"
    if month_log.ward is not None:
        return f"ward-{month_log.ward.number}-{month}"
    assert month_log.borough is not None, "a month log is a ward's or a borough's"
    return f"borough-{month_log.borough.code}-{month}".lower()


def compile_month(month_log: MonthLog) -> dict[str, Any]:
    """The document without its standing. The caller has locked the month; new commitments are saved.

    Raises TypeError where an event cannot be read.
    """
    events = list(log.read_month(month_log))
    bodies = [_body(event) for event in events]
    committed = _commit(month_log, zip(events, bodies, strict=True))
    entries = [_head(month_log, events)]
    entries += [
        _entry(n, event, body, committed) for n, (event, body) in enumerate(zip(events, bodies, strict=True), start=1)
    ]
    root = base64.b64encode(root_hash([leaf_hash(entry) for entry in entries])).decode()
    return {"format": FORMAT, "entries": entries, "redactions": [], "tree": {"size": len(entries), "root": root}}


def _body(logged: LoggedEvent) -> dict[str, Any]:
    if isinstance(logged.event, UnreadableEvent):
        raise TypeError(f"Event {logged.seq} of the ward's stream cannot be read: the month is not sealed.")
    return body_of(logged.event)


def _texts_in(type: str, body: Mapping[str, Any]) -> Iterable[tuple[str, str | None]]:
    """The names and values of people's own words; None for what was removed."""
    for *within, name in TEXTS.get(type, ()):
        holder = body.get(within[0]) if within else body
        if isinstance(holder, Mapping) and name in holder:
            yield name, holder[name]
    point = _point_in(body)
    if point is not None:
        yield POINT, point


def _point_in(body: Mapping[str, Any]) -> str | None:
    place = body.get("place")
    if not isinstance(place, Mapping) or "lat" not in place or "lon" not in place:
        return None
    return f"{place['lat']:.4f} {place['lon']:.4f}"


def _commit(month_log: MonthLog, events: Iterable[tuple[LoggedEvent, Mapping[str, Any]]]) -> CommittedTexts:
    known = {
        (row.seq, row.field): CommittedText(row.commitment, bytes(row.salt) if row.salt is not None else None)
        for row in MonthText.objects.filter(month_log=month_log)
    }
    new = {}
    for logged, body in events:
        for name, value in _texts_in(logged.type, body):
            if value is not None and (logged.seq, name) not in known:
                salt = new_salt()
                new[logged.seq, name] = CommittedText(commitment(salt, value), salt)
    MonthText.objects.bulk_create(
        MonthText(month_log=month_log, seq=seq, field=field, commitment=text.commitment, salt=text.salt)
        for (seq, field), text in new.items()
    )
    return {**known, **new}


def _entry(n: int, logged: LoggedEvent, body: dict[str, Any], committed: CommittedTexts) -> dict[str, Any]:
    commitments: dict[str, str] = {}
    texts: dict[str, dict[str, str] | None] = {}
    for name, value in _texts_in(logged.type, body):
        known = committed.get((logged.seq, name))
        texts[name] = None
        if known is not None:
            commitments[name] = known.commitment
            if value is not None and known.salt is not None:
                texts[name] = {"value": value, "salt": base64url(known.salt)}
    return {
        "n": n,
        "type": logged.type,
        "at": wire_time(logged.at),
        "data": _without_texts(logged.type, body) | {"seq": logged.seq},
        "commitments": commitments,
        "texts": texts,
    }


def _without_texts(type: str, body: Mapping[str, Any]) -> dict[str, Any]:
    data = dict(body)
    for *within, name in TEXTS.get(type, ()):
        if not within:
            data.pop(name, None)
        elif within[0] in data:
            data[within[0]] = {key: value for key, value in data[within[0]].items() if key != name}
    if _point_in(body) is not None:
        data["place"] = {key: value for key, value in data["place"].items() if key not in ("lat", "lon")}
    return data


def _head(month_log: MonthLog, events: list[LoggedEvent]) -> dict[str, Any]:
    owner = (
        {"ward": month_log.ward.number}
        if month_log.ward is not None
        else {"borough": month_log.borough.code if month_log.borough is not None else ""}
    )
    return {
        "n": 0,
        "type": "month",
        "at": wire_time(events[0].at),
        "data": owner | {"month": f"{month_log.month:%Y-%m}"},
        "commitments": {},
        "texts": {},
    }
