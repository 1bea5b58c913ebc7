"""Compile the document of one month from the ward's public stream alone. It has the form of a chat's record.

Entry 0 is the head: which ward or borough, and which month. Then there is one entry for each public event.
"""

import base64
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from sessions.contract.redaction_grounds import MODERATED
from sessions.log import log
from sessions.log.event_form import UnreadableEvent, body_of
from sessions.log.logged_event import LoggedEvent, wire_time
from sessions.log.months.texts import TEXTS_OF_EVENTS, new_text, point_in, texts_of_event
from sessions.models import MonthLog, MonthText
from sessions.platform.text.commitments import base64url, commitment
from sessions.record.proof.tree import leaf_hash, root_hash

FORMAT = "councillor-month-log/1"

type Commitments = Mapping[int, Mapping[str, MonthText]]
"""Commitments of a month, by the seq of an event and the name of its text."""


def slug_of(month_log: MonthLog) -> str:
    """The address of a month such as ward-95-2027-03: a day of a chat's record has two digits more."""
    month = f"{month_log.month:%Y-%m}"
    if month_log.ward is not None:
        return f"ward-{month_log.ward.number}-{month}"
    assert month_log.borough is not None, "a month log is a ward's or a borough's"
    return f"borough-{month_log.borough.code}-{month}".lower()


def compile_month(month_log: MonthLog) -> dict[str, Any]:
    """The document without its states. The caller has locked the month, which is sealed in this transaction.

    Of words that nobody may read any longer the commitment stands there, with a line that says why they are gone;
    their salts are destroyed. Raises TypeError where an event cannot be read, ValueError where its words were changed.
    """
    events = list(log.read_month(month_log))
    bodies = [_body(event) for event in events]
    committed = _commit(month_log, zip(events, bodies, strict=True))
    entries = [_head(month_log, events)]
    entries += [
        _entry(n, event, body, committed.get(event.seq, {}))
        for n, (event, body) in enumerate(zip(events, bodies, strict=True), start=1)
    ]
    redactions = _remove_gone(entries[1:], committed, at=events[-1].at)
    root = base64.b64encode(root_hash([leaf_hash(entry) for entry in entries])).decode()
    tree = {"size": len(entries), "root": root}
    return {"format": FORMAT, "entries": entries, "redactions": redactions, "tree": tree}


def _body(logged: LoggedEvent) -> dict[str, Any]:
    if isinstance(logged.event, UnreadableEvent):
        raise TypeError(f"Event {logged.seq} of the ward's stream cannot be read: the month is not sealed.")
    return body_of(logged.event)


def _commit(month_log: MonthLog, events: Iterable[tuple[LoggedEvent, Mapping[str, Any]]]) -> Commitments:
    """Read the commitments that were made when the words were written.

    Older events get theirs now, if their words still stand.
    """
    found: dict[int, dict[str, MonthText]] = {}
    for row in MonthText.objects.filter(month_log=month_log).order_by("pk"):
        found.setdefault(row.seq, {})[row.field] = row
    new = [
        new_text(month_log, logged.seq, name, value)
        for logged, body in events
        for name, value in texts_of_event(logged.type, body)
        if value is not None and name not in found.get(logged.seq, {})
    ]
    for row in MonthText.objects.bulk_create(new):
        found.setdefault(row.seq, {})[row.field] = row
    return found


def _entry(n: int, logged: LoggedEvent, body: dict[str, Any], committed: Mapping[str, MonthText]) -> dict[str, Any]:
    """A place that is hidden is not in the body at all: its texts stand here by their commitments."""
    values: dict[str, str | None] = dict(texts_of_event(logged.type, body))
    names = [*values, *(name for name in committed if name not in values)]
    return {
        "n": n,
        "type": logged.type,
        "at": wire_time(logged.at),
        "data": _without_texts(logged.type, body) | {"seq": logged.seq},
        "commitments": {name: committed[name].commitment for name in names if name in committed},
        "texts": {name: _shown(values.get(name), committed.get(name)) for name in names},
    }


def _shown(value: str | None, committed: MonthText | None) -> dict[str, str] | None:
    """None for words that are gone: a reader of the log gets nothing or a blank for them.

    Raises ValueError for words other than those that were committed to when they were written.
    """
    if value is None or committed is None or committed.salt is None:
        return None
    salt = bytes(committed.salt)
    if commitment(salt, value) == committed.commitment:
        return {"value": value, "salt": base64url(salt)}
    if value:
        raise ValueError(f"The {committed.field} of event {committed.seq} is not what was written: it is not sealed.")
    return None


def _remove_gone(entries: Iterable[dict[str, Any]], committed: Commitments, *, at: datetime) -> list[dict[str, Any]]:
    """Destroy the salts of words that are gone; answers the lines of `redactions`, the oldest removal first.

    at: for words of which nobody noted when and why they were removed.
    """
    gone = [
        (entry["n"], committed[entry["data"]["seq"]][name])
        for entry in entries
        for name in entry["commitments"]
        if entry["texts"][name] is None
    ]
    for _n, row in gone:
        row.salt = None
        if row.removed_at is None:
            row.ground, row.authority, row.removed_at = MODERATED, "moderator", at
    MonthText.objects.bulk_update([row for _n, row in gone], ["salt", "ground", "authority", "removed_at"])
    gone.sort(key=lambda each: (_removal_of(each)[-1], each[0]))
    return [
        {"n": n, "texts": [row.field for _n, row in rows], "ground": ground, "authority": authority, "at": removed_at}
        for (n, ground, authority, removed_at), rows in groupby(gone, key=_removal_of)
    ]


def _removal_of(gone: tuple[int, MonthText]) -> tuple[int, str, str, str]:
    n, row = gone
    assert row.removed_at is not None, "it is set for all that are gone"
    return n, row.ground, row.authority, wire_time(row.removed_at)


def _without_texts(type: str, body: Mapping[str, Any]) -> dict[str, Any]:
    data = dict(body)
    for *within, name in TEXTS_OF_EVENTS.get(type, ()):
        if not within:
            data.pop(name, None)
        elif within[0] in data:
            data[within[0]] = {key: value for key, value in data[within[0]].items() if key != name}
    if point_in(body) is not None:
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
