"""The fields of the desk's events in which people wrote something, and the same events without it."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from msgspec import structs

from sessions.log.event_form import LoggedAs
from sessions.log.events.desk import (
    AppealDecided,
    AppealMade,
    DeskAsked,
    DeskDeclined,
    DeskNoted,
    DeskRemoved,
    DeskReopened,
    DeskReported,
    DeskReworded,
    DeskSeparated,
)
from sessions.log.logged_event import LoggedEvent

ASKED_WORDS = ("text", "label")
"""Fields with a question's own words, in its first event at the desk."""

REDACTABLE_DESK_FIELDS: dict[type, tuple[str, ...]] = {
    AppealDecided: ("note",),
    AppealMade: ("words", "note"),
    DeskAsked: ASKED_WORDS,
    DeskDeclined: ("note",),
    DeskNoted: ("text",),
    DeskRemoved: ("note",),
    DeskReopened: ("note",),
    DeskReported: ("why",),
    DeskReworded: ("words",),
    DeskSeparated: ("note",),
}
"""Free text of people, which may repeat words of the question; all other texts of these events are codes and names."""

NULLABLE = {(AppealMade, "words"), (AppealMade, "note"), (DeskDeclined, "note"), (DeskRemoved, "note")}


def redacted_fields(event: LoggedAs, texts: Collection[str]) -> dict[str, Any]:
    """The fields of a desk event that a redaction empties, with what stands in them from then on.

    texts: which of the question's own words are redacted.
    """
    fields: dict[str, Any] = {}
    for name in REDACTABLE_DESK_FIELDS.get(type(event), ()):
        if not isinstance(event, DeskAsked) or name in texts:
            fields[name] = None if (type(event), name) in NULLABLE else ""
    if isinstance(event, DeskAsked) and "text" in texts:
        fields |= {name: [] for name in ("looks_like", "masked") if isinstance(getattr(event, name), list)}
    return fields


def without_desk_texts(logged: LoggedEvent, texts: Collection[str]) -> LoggedEvent:
    fields = redacted_fields(logged.event, texts)
    event: Any = logged.event
    return replace(logged, event=structs.replace(event, **fields)) if fields else logged
