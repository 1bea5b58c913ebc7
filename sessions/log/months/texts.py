"""In which fields of a month log's events people's own words stand, and the commitments made when they were written."""

from collections.abc import Iterable, Mapping
from typing import Any

from sessions.log.event_form import body_of, tag_of
from sessions.log.events.months import MatterPhotoShown, MatterPublished, MatterReplied, MatterStepped
from sessions.log.events.promises_and_activities import (
    ActivityPhotoShown,
    ActivityPublished,
    ActivityWithdrawn,
    PromiseMade,
    PromiseProposed,
    PromiseStepped,
)
from sessions.log.logged_event import LoggedEvent
from sessions.models import MonthLog, MonthText, StreamName
from sessions.platform.text.by_language import language_codes
from sessions.platform.text.commitments import commitment, new_salt

TEXTS_OF_EVENTS: dict[str, tuple[tuple[str, ...], ...]] = {
    tag_of(MatterPublished): (("text",), ("label",), ("place", "landmark")),
    tag_of(MatterStepped): (("text",), ("ground",)),
    tag_of(MatterReplied): (("text",),),
    tag_of(MatterPhotoShown): (("photo", "alt"),),
    tag_of(PromiseProposed): (("said",), ("what",)),
    tag_of(PromiseMade): (("said",), ("what",), ("where",), ("budget_line",)),
    tag_of(PromiseStepped): (("text",),),
    tag_of(ActivityPublished): (
        ("title",),
        ("text",),
        ("landmark",),
        ("budget_line",),
        ("source_link",),
        *(("translations", f"{name}_{code}") for code in language_codes() for name in ("title", "text")),
    ),
    tag_of(ActivityWithdrawn): (("reason",),),
    tag_of(ActivityPhotoShown): (("alt",),),
}
"""By type of event, where people's own words stand in its body: a commitment covers them, so that they can be removed
and the root still holds. A month that was sealed before a text stood here has it in the data of the entry."""

POINT_TEXT = "point"
"""The text that stands for the degrees of a place: "22.4989 88.3712". As part of the data they could not be removed."""


def texts_of_event(type: str, body: Mapping[str, Any]) -> Iterable[tuple[str, str | None]]:
    """The names and values of people's own words; None for what was removed."""
    for *within, name in TEXTS_OF_EVENTS.get(type, ()):
        holder = body.get(within[0]) if within else body
        if isinstance(holder, Mapping) and name in holder:
            yield name, holder[name]
    point = point_in(body)
    if point is not None:
        yield POINT_TEXT, point


def point_in(body: Mapping[str, Any]) -> str | None:
    place = body.get("place")
    if not isinstance(place, Mapping) or "lat" not in place or "lon" not in place:
        return None
    return f"{place['lat']:.4f} {place['lon']:.4f}"


def commit_texts_of_events(month_log: MonthLog, logged: Iterable[LoggedEvent]) -> None:
    """Commit to the words of new events, in the transaction that appends them.

    The month is sealed later: words that are removed before then leave this behind, so that the sealed month proves
    that something stood there.
    """
    MonthText.objects.bulk_create(
        new_text(month_log, each.seq, name, value)
        for each in logged
        if each.stream == StreamName.WARD
        for name, value in texts_of_event(each.type, body_of(each.event))
        if value is not None
    )


def new_text(month_log: MonthLog, seq: int, field: str, value: str) -> MonthText:
    salt = new_salt()
    return MonthText(month_log=month_log, seq=seq, field=field, commitment=commitment(salt, value), salt=salt)
