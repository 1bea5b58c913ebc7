"""The whole public history of a complaint or suggestion, read from the log of its ward, in the reader's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sessions.city.display import short_date
from sessions.log.events.months import (
    MatterOverdue,
    MatterPhotoHidden,
    MatterPhotoShown,
    MatterPublished,
    MatterReplied,
    MatterStepped,
    MatterSupported,
)
from sessions.log.log import events_of_matter
from sessions.log.logged_event import LoggedEvent
from sessions.matters.public.words import agency_words
from sessions.models import Matter
from sessions.platform.text.digits import digits
from sessions.platform.text.labels import REASON_WORDS

MATTER_STEP_WORDS: dict[str, str | Promise] = {
    "merge": gettext_lazy("Joined with another complaint or suggestion"),
    "reopen": gettext_lazy("A moderator looks at it again"),
    "restore": gettext_lazy("Public again: the removal was overturned"),
    "take_down": gettext_lazy("Removed by a moderator"),
    "withdraw": gettext_lazy("Withdrawn by the resident"),
    "acknowledge": gettext_lazy("The office has taken note of it"),
    "plan": gettext_lazy("The work is planned"),
    "start": gettext_lazy("The work has begun"),
    "transfer": gettext_lazy("Passed to another office"),
    "claim_done": gettext_lazy("The office says that it is done"),
    "refuse": gettext_lazy("The office says that it is not possible"),
    "ask": gettext_lazy("The office asks the resident for something; its time stands still"),
    "clarify": gettext_lazy("The resident has answered; the time runs again"),
    "delay": gettext_lazy("The office needs more time"),
    "update": gettext_lazy("News from the office"),
    "confirm": gettext_lazy("Confirmed: it is done"),
    "half": gettext_lazy("Half done, says the resident"),
    "dispute": gettext_lazy("Not done, says the resident"),
    "lapse": gettext_lazy("Nobody has said within 28 days whether it is done"),
    "review": gettext_lazy("The office is looking at the suggestion"),
    "accept": gettext_lazy("The suggestion is accepted"),
    "not_accept": gettext_lazy("The office has decided against the suggestion"),
    "finish": gettext_lazy("The suggestion is carried out"),
}
OVERDUE_WORDS: dict[int, str | Promise] = {
    1: gettext_lazy("Overdue"),
    2: gettext_lazy("Still overdue: the borough has been told"),
    3: gettext_lazy("Still overdue: it becomes a question of the next live chat"),
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of a matter's history.

    details: sentences of ours; said: the words of the office or of the resident; into: a number that is linked.

    version: of the matter after the step; 0 for what leaves it as it is.
    """

    id: str
    at: datetime
    kind: str
    words: str
    details: tuple[str, ...] = ()
    said: str = ""
    into: str = ""
    version: int = 0


type Told = tuple[str, str, Iterable[str], str, str]
"""kind, words, details, said and into of a line."""


def history_of_matter(matter: Matter) -> list[HistoryLine]:
    """Oldest first; words that are no longer public are left out. One query."""
    lines = (_line(event, shows_words=matter.is_shown) for event in events_of_matter(matter.pk))
    return [line for line in lines if line is not None]


def _line(logged: LoggedEvent, *, shows_words: bool) -> HistoryLine | None:
    told = _told(logged.event)
    if told is None:
        return None
    kind, words, details, said, into = told
    place, event = f"{logged.at.isoformat()} {logged.seq}", logged.event
    version = event.version if isinstance(event, MatterPublished | MatterStepped) else 0
    return HistoryLine(place, logged.at, kind, words, tuple(details), said if shows_words else "", into, version)


def _told(event: object) -> Told | None:
    told: Told | None = None
    match event:
        case MatterPublished():
            told = "published", _("Published, after a moderator read it"), (), "", ""
        case MatterStepped():
            told = event.step, str(MATTER_STEP_WORDS[event.step]), _details(event), event.text or "", event.into or ""
        case MatterReplied():
            told = "replied", _("The resident adds"), (), event.text or "", ""
        case MatterPhotoShown():
            is_proof = event.photo.use == "proof"
            words = _("A photograph of the office, as proof") if is_proof else _("A photograph was added")
            told = "photo", words, (), event.photo.alt, ""
        case MatterPhotoHidden():
            reason = str(REASON_WORDS.get(event.reason, ""))
            told = "photo_hidden", _("A photograph was hidden"), filter(None, [reason]), "", ""
        case MatterSupported():
            told = "supported", support_words(event.support), (), "", ""
        case MatterOverdue():
            due = _("It was due by {day}.").format(day=short_date(date.fromisoformat(event.due_on)))
            told = "overdue", str(OVERDUE_WORDS[event.stage]), (due,), "", ""
    return told


def support_words(count: int) -> str:
    words = ngettext("{n} other says that it concerns them", "{n} others say that it concerns them", count)
    return words.format(n=digits(count))


def _details(event: MatterStepped) -> Iterable[str]:
    if event.agency:
        yield _("By: {agency}.").format(agency=agency_words(event.agency))
    if event.external_number:
        yield _("Its number there: {number}.").format(number=event.external_number)
    if event.due_on:
        yield _("To be resolved by {day}.").format(day=short_date(date.fromisoformat(event.due_on)))
    if event.ground:
        yield _("Ground: {ground}.").format(ground=event.ground)
    if event.reason and event.reason in REASON_WORDS:
        yield str(REASON_WORDS[event.reason])
