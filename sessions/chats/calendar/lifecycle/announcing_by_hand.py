"""Put one chat into the calendar without a rule, enter its host where none is known, or only preview it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.chats.calendar.lifecycle.announcing import (
    announce_chat_session,
    office_on,
    require_ask_days,
    require_free,
    require_length,
)
from sessions.chats.calendar.lifecycle.closed_days import require_no_freeze
from sessions.chats.calendar.lifecycle.conflicts import Conflict, conflicts_in
from sessions.chats.calendar.lifecycle.rescheduling import facts_of_date
from sessions.city.people.terms_of_office import NewTerm, hand_over, last_term
from sessions.log import audit
from sessions.log.steps.locks import lock_ward
from sessions.log.steps.steps import actor
from sessions.models import ChatSession, ChatSessionState, Office, OfficeKind, Ward
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import ByLanguage


@dataclass(frozen=True, slots=True)
class NewHost:
    """The host of the ward's chats from the chat's day on. kind: one of OfficeKind, but not vacant."""

    kind: str
    names: ByLanguage


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a clerk asks for. ask_days: how many days before the chat its questions open."""

    ward: Ward
    starts_at: datetime
    minutes: int
    ask_days: int
    new_host: NewHost | None = None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def ask_from(self) -> datetime:
        return self.starts_at - timedelta(days=self.ask_days)


@dataclass(frozen=True, slots=True)
class AnnouncementPreview:
    """The resulting chat, its host, the conflicts that it would cause, and the ward's other chats that month."""

    chat_session: ChatSession
    office: Office
    conflicts: list[Conflict]
    same_month: list[ChatSession]


@transaction.atomic
def announce_by_hand(wanted: ByHand, *, clerk: Person) -> ChatSession:
    """Announce it at once if its questions would be open already; otherwise the clock announces it on that day.

    Raises Refused: bad_field (facts: part; past, too long, another chat of the ward at that time), frozen (its day, or
    today where it is announced at once), vacant (nobody holds the office on its day, and no new host is named), and for
    a new host what hand_over raises.
    """
    require_length(wanted.minutes)
    require_ask_days(wanted.ask_days)
    if wanted.starts_at <= timezone.now():
        raise Refused("bad_field", _("That moment has passed. Choose a later one."), facts={"part": "at"})
    lock_ward(wanted.ward)
    if wanted.new_host is not None and not _is_hosted(wanted):
        _enter_host(wanted, wanted.new_host, clerk)
    if wanted.ask_from <= timezone.now():
        by = actor("clerk", clerk)
        chat_session = announce_chat_session(wanted.ward, starts_at=wanted.starts_at, minutes=wanted.minutes, by=by)
    else:
        chat_session = _plan(wanted)
    _note(chat_session, clerk)
    return chat_session


@transaction.atomic
def announce_by_operator(ward: Ward, *, starts_at: datetime, minutes: int) -> ChatSession:
    """Announce it at once, from the server's own command line. Raises Refused as announce_chat_session."""
    chat_session = announce_chat_session(ward, starts_at=starts_at, minutes=minutes, by=audit.OPERATOR)
    _note(chat_session, clerk=None)
    return chat_session


def foresee_by_hand(wanted: ByHand, *, wards: Collection[Ward], clerk: Person) -> AnnouncementPreview:
    """The result for these wards' clerk: the step is carried out and rolled back. Raises what the step raises."""
    with transaction.atomic():
        known = {*conflicts_in(wards)}
        chat_session = announce_by_hand(wanted, clerk=clerk)
        found = AnnouncementPreview(
            chat_session=chat_session,
            office=office_on(wanted.ward, chat_session.day),
            conflicts=[each for each in conflicts_in(wards) if each not in known],
            same_month=_in_same_month(chat_session),
        )
        transaction.set_rollback(True)
    return found


def _note(chat_session: ChatSession, clerk: Person | None) -> None:
    """Note the announcement in the audit. clerk: None if the operator did it."""
    by, after = audit.changed_by(clerk, otherwise=audit.OPERATOR), facts_of_date(chat_session)
    audit.note_by("chat_session", chat_session.pk, by=by, ward=chat_session.ward, before=None, after=after)


def _is_hosted(wanted: ByHand) -> bool:
    """Whether somebody holds the office on that day; another clerk may have entered them a moment ago."""
    held = Office.objects.held_on(timezone.localdate(wanted.starts_at)).filter(ward=wanted.ward)
    return held.exclude(kind=OfficeKind.VACANT).exists()


def _enter_host(wanted: ByHand, host: NewHost, clerk: Person) -> None:
    last = last_term(wanted.ward)
    from_on = timezone.localdate(wanted.starts_at)
    term = NewTerm(kind=host.kind, from_on=from_on, names=host.names)
    hand_over(wanted.ward, term, seen=last.pk if last is not None else None, clerk=clerk)


def _plan(wanted: ByHand) -> ChatSession:
    """Save it as planned, like a date of a rule; the clock announces it when its questions open."""
    day = timezone.localdate(wanted.starts_at)
    require_free(wanted.ward, wanted.starts_at, wanted.ends_at)
    require_no_freeze(wanted.ward, day)
    office_on(wanted.ward, day)
    return ChatSession.objects.create(
        ward=wanted.ward,
        state=ChatSessionState.PLANNED,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        ask_from=wanted.ask_from,
        changed_at=timezone.now(),
    )


def _in_same_month(chat_session: ChatSession) -> list[ChatSession]:
    day = chat_session.day
    rows = chat_session.ward.chat_sessions.taking_time().exclude(pk=chat_session.pk).order_by("starts_at")
    return [row for row in rows if (row.day.year, row.day.month) == (day.year, day.month)]
