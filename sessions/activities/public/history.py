"""The whole public history of an activity, read from the log of its ward or borough, with its earlier words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from msgspec import UNSET

from sessions.activities.rupees import rupee_words
from sessions.city.display import short_date
from sessions.log.events.promises_and_activities import (
    ActivityPhotoHidden,
    ActivityPhotoShown,
    ActivityPublished,
    ActivityWithdrawn,
)
from sessions.log.log import events_of_activity
from sessions.log.logged_event import LoggedEvent
from sessions.models import Activity, PhotoMoment
from sessions.platform.text.by_language import Spoken, given, spoken_to_reader
from sessions.platform.text.direction.tagged_text import join_tagged, tag_language
from sessions.platform.text.script_detection import text_language


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One line of an activity's history.

    words: what happened. details: what changed. said: why. version: of the words, which can be read; 0: none.
    """

    at: datetime
    words: str
    details: tuple[str, ...] = ()
    said: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class ActivityVersion:
    """What was said in one version, in the reader's language or another one."""

    at: datetime
    version: int
    title: Spoken
    text: Spoken


def activity_history(activity: Activity) -> list[ActivityLine]:
    """Oldest first. Of a withdrawn one no words."""
    lines: list[ActivityLine] = []
    before: ActivityPublished | None = None
    for logged in events_of_activity(activity.pk):
        lines.append(_line(logged, before))
        before = logged.event if isinstance(logged.event, ActivityPublished) else before
    return lines


def words_of_version(activity: Activity, version: int) -> ActivityVersion | None:
    """None for a version that was never public, or is no longer."""
    for logged in events_of_activity(activity.pk):
        event = logged.event
        if isinstance(event, ActivityPublished) and event.version == version and event.title:
            return ActivityVersion(logged.at, version, _spoken(event, "title"), _spoken(event, "text"))
    return None


def _line(logged: LoggedEvent, before: ActivityPublished | None) -> ActivityLine:
    match logged.event:
        case ActivityPublished() as event:
            return _said_line(logged.at, event, before)
        case ActivityWithdrawn() as event:
            return ActivityLine(logged.at, _("Withdrawn by the office"), said=event.reason or "")
        case ActivityPhotoShown() as event:
            moment = str(PhotoMoment(event.moment).label)
            alt = tag_language(event.alt, text_language(event.alt)) if event.alt else ""
            details = join_tagged(f"{moment}:", alt) if alt else moment
            return ActivityLine(logged.at, _("A photo is shown: a second person has looked at it"), (details,))
        case ActivityPhotoHidden():
            return ActivityLine(logged.at, _("A photo is no longer shown"))
    raise TypeError(f"{logged.type} is not about an activity")


def _said_line(at: datetime, event: ActivityPublished, before: ActivityPublished | None) -> ActivityLine:
    words = _("Published") if before is None else _("Corrected")
    if before is not None and before.is_planned and not event.is_planned:
        words = _("Reported as done")
    return ActivityLine(at, words, tuple(_changes(event, before)), version=event.version if event.title else 0)


def _changes(event: ActivityPublished, before: ActivityPublished | None) -> Iterator[str]:
    if before is None or (event.on_day, event.is_planned) != (before.on_day, before.is_planned):
        day = short_date(date.fromisoformat(event.on_day))
        yield (_("Planned for {day}") if event.is_planned else _("Done on {day}")).format(day=day)
    if event.amount_paise is not UNSET and (before is None or event.amount_paise != before.amount_paise):
        yield _("Amount: {amount}").format(amount=rupee_words(event.amount_paise))
    elif before is not None and event.amount_paise is UNSET and before.amount_paise is not UNSET:
        yield _("The amount was removed")
    if before is not None and event.title and _words(event) != _words(before):
        yield _("Other words")


def _words(event: ActivityPublished) -> tuple[Any, ...]:
    return event.title, event.text, event.translations


def _spoken(event: ActivityPublished, name: str) -> Spoken:
    others = {} if event.translations is UNSET else event.translations
    start = f"{name}_"
    texts = {key.removeprefix(start): text or "" for key, text in others.items() if key.startswith(start)}
    return spoken_to_reader(given(texts | {event.language: getattr(event, name)}))
