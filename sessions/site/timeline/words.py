"""What the lines of a timeline say, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.city.display import short_date
from sessions.log.events.months import MatterOverdue, MatterPublished, MatterStepped
from sessions.log.events.promises_and_activities import (
    ActivityPublished,
    ActivityWithdrawn,
    PromiseMade,
    PromiseProposed,
    PromiseStepped,
)
from sessions.matters.public.history import MATTER_STEP_WORDS, OVERDUE_WORDS
from sessions.matters.publishing import public_text
from sessions.models import Activity, Borough, Matter, Promise, TimelineKind, TimelineNews, Ward
from sessions.platform.text.by_language import Words
from sessions.promises.public.words import UNCONFIRMABLE_WORDS
from sessions.site.addresses import page_address
from sessions.site.timeline.chats import ChatLine
from sessions.site.timeline.logged import LoggedLine

MOST_CHARS = 120
"""Characters of the subject and of what was said; the page of the thing itself has all."""

PROMISE_WORDS: Mapping[str, Words] = {
    "confirm": gettext_lazy("The office confirms the promise"),
    "not_confirm": gettext_lazy("The office says that it is no promise"),
    "unanswered": gettext_lazy("The office has not said in time whether it is a promise"),
    "overdue": gettext_lazy("The day of the promise is over"),
    "claim": gettext_lazy("The office says that it has kept the promise"),
    "unconfirmed": gettext_lazy("Those who asked have not confirmed in time that it is kept"),
    "unconfirmable": UNCONFIRMABLE_WORDS,
    "keep": gettext_lazy("Kept: those who asked confirm it"),
    "dispute": gettext_lazy("Not kept, say those who asked"),
    "break": gettext_lazy("The office says that it does not keep the promise"),
    "adopt": gettext_lazy("The new holder of the office takes the promise over"),
    "drop": gettext_lazy("The new holder of the office drops the promise"),
}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the timeline, in words.

    words: what happened; text: what it is about; said: words of the office or a resident; about: its subject.

    address: of its own page; blank where this release has none. earlier: what happened to it on the same day before.
    """

    at: datetime
    kind: str
    news: str
    words: str
    about: str
    ward: Ward | None
    borough: Borough | None = None
    name: str = ""
    text: str = ""
    said: str = ""
    address: str = ""
    record: str = ""
    earlier: tuple[str, ...] = ()

    @property
    def news_word(self) -> str:
        """Blank for chats, whose words say it."""
        return "" if self.kind == TimelineKind.CHAT else str(TimelineNews(self.news).label)

    @property
    def kind_word(self) -> str:
        return str(KIND_WORDS[self.kind])


KIND_WORDS: Mapping[str, Words] = {
    "complaint": gettext_lazy("Complaint"),
    "suggestion": gettext_lazy("Suggestion"),
    "promise": gettext_lazy("Promise"),
    "activity": gettext_lazy("Activity"),
    "chat": gettext_lazy("Live chat"),
}
"""Words for one of a kind; TimelineKind has the plurals."""


def shown_chat(line: ChatLine) -> ShownLine:
    chat_session = line.chat_session
    record = getattr(chat_session, "record", None)
    slug = record.slug if record is not None else ""
    return ShownLine(
        at=line.at,
        kind=TimelineKind.CHAT,
        news=line.news,
        words=_chat_words(line),
        about=f"{chat_session.pk}{line.news}",
        ward=chat_session.ward,
        said=chat_session.cancelled_reason if line.news == TimelineNews.NOT_DONE else "",
        address=reverse("record", args=[slug]) if slug else reverse("room", args=[chat_session.pk]),
        record=slug,
    )


def _chat_words(line: ChatLine) -> str:
    day = short_date(line.chat_session.starts_at)
    if line.news == TimelineNews.NEW:
        return _("Announced for {day}").format(day=day)
    if line.news == TimelineNews.DONE:
        return _("Held on {day}").format(day=day)
    return _("Cancelled: it was to be on {day}").format(day=day)


def shown_entry(line: LoggedLine) -> ShownLine:
    subject, event = line.subject, line.logged.event
    words, said = _told(event)
    name, text = _name_and_text(subject)
    return ShownLine(
        at=line.logged.at,
        kind=line.entry.kind,
        news=line.entry.news,
        words=words,
        about=str(subject.pk),
        ward=subject.ward,
        borough=subject.borough if isinstance(subject, Activity) else None,
        name=name,
        text=_short(text),
        said=_short(said) if text else "",
        address=_address(subject),
    )


def _address(subject: Matter | Promise | Activity) -> str:
    page = "matter" if isinstance(subject, Matter) else "promise" if isinstance(subject, Promise) else "activity"
    return page_address(page, subject.number)


def _name_and_text(subject: Matter | Promise | Activity) -> tuple[str, str]:
    """The category of a complaint or suggestion; and the words, blank where nobody may read them any longer."""
    match subject:
        case Matter():
            return subject.category.name, public_text(subject) if subject.is_shown else ""
        case Promise():
            return "", "" if subject.is_withheld else subject.what
        case Activity():
            return "", subject.title if subject.is_public else ""


def _told(event: object) -> tuple[str, str]:
    """What happened, and what was said."""
    match event:
        case MatterPublished():
            return _("Published"), ""
        case MatterStepped():
            return str(MATTER_STEP_WORDS[event.step]), event.text or ""
        case MatterOverdue():
            return str(OVERDUE_WORDS[event.stage]), ""
    return _told_of_office(event)


def _told_of_office(event: object) -> tuple[str, str]:
    told = "", ""
    match event:
        case PromiseProposed():
            told = _("Marked as a promise; the office has to confirm it"), ""
        case PromiseMade():
            told = _("Promised, by {day}").format(day=_day(event.due_on)), ""
        case PromiseStepped() if event.step == "new_day" and event.due_on:
            told = _("The office names a later day: {day}").format(day=_day(event.due_on)), event.text or ""
        case PromiseStepped():
            told = str(PROMISE_WORDS.get(event.step, "")) or _("News from the office"), event.text or ""
        case ActivityPublished():
            words = _("Planned for {day}") if event.is_planned else _("Done on {day}")
            told = words.format(day=_day(event.on_day)), ""
        case ActivityWithdrawn():
            told = _("Withdrawn by the office"), event.reason or ""
    return told


def _day(written: str) -> str:
    return short_date(date.fromisoformat(written))


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHARS else text[: MOST_CHARS - 1].rstrip() + "…"
