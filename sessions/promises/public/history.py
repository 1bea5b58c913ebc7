"""The whole public history of a promise, read from the log of its ward, in the reader's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.city.display import short_date
from sessions.log.events.promises_and_activities import PromiseMade, PromiseProposed, PromiseStepped
from sessions.log.log import events_of_promise
from sessions.log.logged_event import LoggedEvent
from sessions.matters.public.history import HistoryLine
from sessions.models import ChatSession, Promise, PromiseState
from sessions.platform.text.digits import digits
from sessions.platform.text.direction.isolating import isolate
from sessions.promises.public.words import UNCONFIRMABLE_WORDS, made_by_words

PROMISE_STEP_WORDS: Mapping[str, str | Lazy] = {
    "confirm": gettext_lazy("The office confirms that it is a promise"),
    "not_confirm": PromiseState.NOT_CONFIRMED.label,
    "unanswered": gettext_lazy("The office has not said in time whether it is a promise"),
    "due_soon": gettext_lazy("Its day is near"),
    "overdue": gettext_lazy("Overdue"),
    "new_day": gettext_lazy("The office names a later day"),
    "claim": PromiseState.CLAIMED_KEPT.label,
    "unconfirmed": gettext_lazy("Those who asked have not confirmed in time that it is kept"),
    "unconfirmable": UNCONFIRMABLE_WORDS,
    "keep": PromiseState.KEPT.label,
    "dispute": PromiseState.DISPUTED.label,
    "break": PromiseState.BROKEN.label,
    "inherit": gettext_lazy("It passes to the next holder of the office"),
    "adopt": gettext_lazy("The new holder takes it over"),
    "drop": PromiseState.DROPPED.label,
    "merge": gettext_lazy("Joined with another promise"),
    "lapse": PromiseState.LAPSED.label,
    "carry": gettext_lazy("It stands on the list of what is owed in a live chat"),
}
"""By the name of the step; a step of a later release is told by the state that it led to."""


class ChatLink(NamedTuple):
    """A live chat in which something was said: its day, and the address of its record, otherwise of its page."""

    day: datetime
    address: str


@dataclass(frozen=True, slots=True)
class PromiseLine(HistoryLine):
    """One line of a promise's history. chat: where it was said, or stands in the record."""

    chat: ChatLink | None = None


def history_of_promise(promise: Promise) -> list[PromiseLine]:
    """Oldest first, without words that were redacted. At most three queries."""
    events = events_of_promise(promise.pk)
    chats, names = _chats_of(events), _names_of(promise)
    return [line for event in events if (line := _line(event, chats, names)) is not None]


def _names_of(promise: Promise) -> dict[str, str]:
    """The names of its holders as the log has them, and as the reader writes them."""
    return {office.name_in_log: office.name for office in (promise.office, promise.holder)}


def _line(logged: LoggedEvent, chats: Mapping[str, ChatLink], names: Mapping[str, str]) -> PromiseLine | None:
    event, place = logged.event, f"{logged.at.isoformat()} {logged.seq}"
    match event:
        case PromiseProposed():
            day = short_date(date.fromisoformat(event.confirm_by))
            told = _("The office has until {day} to say whether it is a promise.").format(day=day)
            words = _("A moderator marked words of an answer as a promise")
            return PromiseLine(
                place, logged.at, "proposed", words, (told,), chat=chats.get(event.chat), version=event.version
            )
        case PromiseMade():
            how = _("How it came to be a promise: {how}.").format(how=made_by_words(event.by))
            details = (_to_be_kept(event.due_on), how, _whose(names.get(event.holder, event.holder)))
            chat = chats.get(event.chat or "")
            words = str(PromiseState.MADE.label)
            made = tuple(filter(None, details))
            return PromiseLine(place, logged.at, "made", words, made, chat=chat, version=event.version)
        case PromiseStepped():
            return PromiseLine(
                place,
                logged.at,
                event.step,
                str(PROMISE_STEP_WORDS.get(event.step, PromiseState(event.state).label)),
                tuple(_details(event, names)),
                event.text or "",
                event.into or "",
                version=event.version,
                chat=chats.get(event.chat or ""),
            )
    return None


def _details(event: PromiseStepped, names: Mapping[str, str]) -> Iterable[str]:
    if event.due_on:
        yield _to_be_kept(event.due_on)
    if event.kept or event.not_kept:
        words = _("Of those who were asked, {kept} say that it is kept, and {not_kept} say that it is not.")
        yield words.format(kept=digits(event.kept or 0), not_kept=digits(event.not_kept or 0))
    if event.holder:
        yield _("It belongs to {name} now.").format(name=isolate(names.get(event.holder, event.holder)))


def _to_be_kept(due_on: str) -> str:
    return _("To be kept by {day}.").format(day=short_date(date.fromisoformat(due_on)))


def _whose(holder: str) -> str:
    return _("The word of {name}.").format(name=isolate(holder)) if holder else ""


def _chats_of(events: Iterable[LoggedEvent]) -> dict[str, ChatLink]:
    wanted = {chat for each in events if (chat := getattr(each.event, "chat", None))}
    rows = ChatSession.objects.filter(pk__in=wanted).order_by() if wanted else ChatSession.objects.none()
    return {
        str(pk): ChatLink(starts_at, reverse("record", args=[slug]) if slug else reverse("reading", args=[pk]))
        for pk, starts_at, slug in rows.values_list("pk", "starts_at", "record__slug")
    }
