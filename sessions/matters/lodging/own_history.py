"""The whole history of a complaint or suggestion for the person who lodged it, also of what is not public (yet)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import UNSET

from sessions.log.event_form import LoggedAs, read_event, tag_of
from sessions.log.events.months import (
    DeskMatterDecided,
    DeskMatterLodged,
    DeskMatterWithdrawn,
    MatterOverdue,
    MatterPhotoHidden,
    MatterPhotoShown,
    MatterPublished,
    MatterReplied,
    MatterStepped,
)
from sessions.matters.public.words import agency_words
from sessions.models import Matter, MatterState
from sessions.platform.text.labels import REASON_WORDS

Words = str | Promise

PLAIN_WORDS: dict[type, Words] = {
    DeskMatterLodged: gettext_lazy("Received"),
    MatterPublished: gettext_lazy("Everybody can read it"),
    MatterOverdue: gettext_lazy("It is overdue"),
    DeskMatterWithdrawn: gettext_lazy("You withdrew it"),
}


@dataclass(frozen=True, slots=True)
class OwnStep:
    """One step that an author sees.

    words: what happened. detail: a reason, an agency or another short fact. said: the words of the office.
    """

    at: datetime
    words: Words
    detail: Words = ""
    said: str = ""


def own_history(matter: Matter) -> list[OwnStep]:
    """The oldest first; one query. Approvals of words are left out: that it is public says it."""
    return list(_steps(matter))


def photo_reasons(matter: Matter) -> dict[str, Words]:
    """The reasons of photos.

    By the ids of those that were not accepted or were hidden later, the last reason that was given. One query.
    """
    rows = matter.events.filter(event__type=tag_of(DeskMatterDecided)).select_related("event__stream")
    reasons: dict[str, Words] = {}
    for row in rows.order_by("event_id"):
        event = read_event(row.event.stream.name, row.event.type, row.event.body)
        if isinstance(event, DeskMatterDecided) and event.part == "photo" and event.reason is not UNSET:
            reasons[_given(event.part_id)] = _reason(event.reason)
    return reasons


def _steps(matter: Matter) -> Iterator[OwnStep]:
    for row in matter.events.select_related("event__stream").order_by("event_id"):
        event = row.event
        told = _told(read_event(event.stream.name, event.type, event.body))
        if told is not None:
            yield OwnStep(event.at, *told)


def _told(event: LoggedAs) -> tuple[Words, Words, str] | None:
    match event:
        case MatterStepped():
            return _step_words(event), _detail(event), _given(event.text)
        case DeskMatterDecided():
            return _decided(event)
        case MatterReplied():
            return _("Your further words are public"), "", event.text or ""
        case MatterPhotoShown():
            return _("A photo is public"), event.photo.alt, ""
        case MatterPhotoHidden():
            return _("A photo was removed"), _reason(event.reason), ""
    words = PLAIN_WORDS.get(type(event))
    return (words, "", "") if words else None


def _step_words(event: MatterStepped) -> Words:
    match event.step:
        case "ask":
            return _("The office asks you")
        case "clarify":
            return _("You answered the office")
        case "update":
            return _("News from the office")
        case "delay":
            return _("The office needs longer")
        case "withdraw":
            return PLAIN_WORDS[DeskMatterWithdrawn]
    return MatterState(event.state).label if event.state in MatterState.values else event.state


def _detail(event: MatterStepped) -> Words:
    reason = _reason(event.reason) if event.reason is not UNSET else ""
    return agency_words(_given(event.agency)) or _given(event.ground) or _given(event.into) or reason


def _decided(event: DeskMatterDecided) -> tuple[Words, Words, str] | None:
    reason = _reason(event.reason) if event.reason is not UNSET else ""
    is_words, is_place = event.part == "words", event.part == "place"
    match event.decision:
        case "held" if is_words:
            return _("Set aside for a second look"), "", ""
        case "declined" if is_words:
            return _("Not accepted"), reason, ""
        case "declined" if is_place:
            return _("Others see no point on the map"), reason, ""
        case "declined":
            return _("A photo, or words that you added, were not accepted"), reason, ""
        case "reopened" if is_words:
            return _("Reopened: it waits again"), "", ""
    return None


def _given(value: object) -> str:
    return value if isinstance(value, str) else ""


def _reason(reason: str) -> Words:
    return REASON_WORDS.get(reason, reason)
