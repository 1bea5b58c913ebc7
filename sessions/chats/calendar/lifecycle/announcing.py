"""Announce a chat session of the calendar: bind its host, begin its log and open its questions."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.chats.calendar.lifecycle.closed_days import require_no_freeze
from sessions.chats.calendar.lifecycle.hooks import chat_stepped
from sessions.chats.questions.declared_order import announced_beacon, begin_order, committed_order
from sessions.chats.support.support_trees import new_support_secret
from sessions.contract.limits import MAX_ASK_DAYS, MAX_CHAT_MINUTES, MIN_CHAT_MINUTES
from sessions.log import log
from sessions.log.events.chat_session import OfficeFacts, SessionAnnounced, SessionFacts
from sessions.log.kept_words import name_facts
from sessions.log.logged_event import wire_time
from sessions.log.steps import transitions
from sessions.log.steps.locks import lock_chat_session, lock_ward
from sessions.models import ChatSession, ChatSessionState, Office, OfficeKind, Ward
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits


@transaction.atomic
def announce_chat_session(ward: Ward, *, starts_at: datetime, minutes: int, by: str) -> ChatSession:
    """Plan a chat session by hand and begin its log; from this moment people can ask questions.

    Raises Refused: bad_field (length, an end in the past, another chat session at that time), frozen, vacant.
    """
    ends_at = starts_at + timedelta(minutes=minutes)
    require_length(minutes)
    if ends_at <= timezone.now():
        raise Refused("bad_field", _("The chat would be over already. Choose a later time."))
    lock_ward(ward)
    require_free(ward, starts_at, ends_at)
    require_no_freeze(ward, timezone.localdate(), timezone.localdate(starts_at))
    chat_session = ChatSession(
        ward=ward, starts_at=starts_at, ends_at=ends_at, ask_from=timezone.now(), state=ChatSessionState.PLANNED
    )
    _announce(chat_session, by=by)
    return chat_session


@transaction.atomic
def announce_planned(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Open the questions of a planned chat session, and bind it to the ward's host on its day.

    Raises Refused: state, frozen (today or on its day), vacant.
    """
    chat_session = lock_chat_session(chat_session.pk)
    require_no_freeze(chat_session.ward, timezone.localdate(), chat_session.day)
    _announce(chat_session, by=by)
    return chat_session


def require_length(minutes: int) -> None:
    """Raises Refused bad_field."""
    if not MIN_CHAT_MINUTES <= minutes <= MAX_CHAT_MINUTES:
        limits = {"least": digits(MIN_CHAT_MINUTES), "hours": digits(MAX_CHAT_MINUTES // 60)}
        raise Refused("bad_field", _("A chat lasts from %(least)s minutes to %(hours)s hours.") % limits)


def require_ask_days(days: int) -> None:
    """Raises Refused bad_field (facts: part)."""
    if not 0 <= days <= MAX_ASK_DAYS:
        message = _("Questions open at most %(most)s days before the chat.") % {"most": digits(MAX_ASK_DAYS)}
        raise Refused("bad_field", message, facts={"part": "ask_days"})


def require_free(ward: Ward, starts_at: datetime, ends_at: datetime, *, beside: ChatSession | None = None) -> None:
    """Raises Refused bad_field if the ward has another planned, announced or live chat session at that time."""
    others = ward.chat_sessions.taking_time().filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    if beside is not None:
        others = others.exclude(pk=beside.pk)
    if others.exists():
        raise Refused("bad_field", _("This ward has another chat at that time."))


def office_on(ward: Ward, day: date) -> Office:
    """The office that hosts the ward's chats on that day: of any kind but vacant. Raises Refused vacant."""
    office = Office.objects.held_on(day).filter(ward=ward).first()
    if office is None or office.kind == OfficeKind.VACANT:
        raise Refused("vacant", _("Nobody holds this ward's office on that day. Enter who will host the chat first."))
    return office


def office_facts(office: Office) -> OfficeFacts:
    """Facts that the log says about a host."""
    return OfficeFacts(kind=office.kind, **name_facts(office.names))


def _announce(chat_session: ChatSession, *, by: str) -> None:
    state = transitions.CHAT_SESSION["announce"].get(chat_session.state)
    if state is None:
        raise Refused("state", _("That cannot be done with this chat now."), facts={"state": chat_session.state})
    office = office_on(chat_session.ward, chat_session.day)
    chat_session.state, chat_session.office, chat_session.announced_at = state, office, timezone.now()
    chat_session.support_secret = new_support_secret()
    chat_session.save()
    log.start_streams(chat_session)
    begin_order(chat_session)
    facts = SessionFacts(
        id=str(chat_session.pk),
        ward=chat_session.ward.number,
        starts_at=wire_time(chat_session.starts_at),
        ends_at=wire_time(chat_session.ends_at),
        office=office_facts(office),
        **committed_order(chat_session),
        beacon=announced_beacon(chat_session),
    )
    log.append(chat_session, SessionAnnounced(session=facts), actor=by)
    chat_stepped(chat_session=chat_session, step="announced", by=by)
