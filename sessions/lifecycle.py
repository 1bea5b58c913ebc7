"""The life of a chat session: announced, opened, warned, extended, closed, cancelled."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions import log, transitions
from sessions.floor import send_back
from sessions.models import ChatSession, Office, OfficeKind, QuestionState, StreamName, Ward
from sessions.record.compile import compile_record, reserve_slug
from sessions.refusals import Refused
from sessions.scheduling.starts import MAX_MINUTES, MIN_MINUTES
from sessions.steps import lock_chat_session
from sessions.wording import clean_line

WARNING = timedelta(minutes=5)
LATE_AFTER = timedelta(minutes=1)


@transaction.atomic
def announce_chat_session(ward: Ward, *, starts_at: datetime, minutes: int, by: str) -> ChatSession:
    """Plan a chat session and open its log; from this moment questions can be asked.

    Raises Refused: bad_field (length, an end that is past, another chat session at that time), vacant.
    """
    ends_at = starts_at + timedelta(minutes=minutes)
    if not MIN_MINUTES <= minutes <= MAX_MINUTES:
        raise Refused("bad_field", _("A chat lasts from 5 minutes to 5 hours."))
    if ends_at <= timezone.now():
        raise Refused("bad_field", _("The chat would be over already. Choose a later time."))
    _lock_ward(ward)
    if ward.chat_sessions.upcoming().filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Refused("bad_field", _("This ward has another chat at that time."))
    office = _office_on(ward, starts_at)
    chat_session = ChatSession.objects.create(
        ward=ward, office=office, starts_at=starts_at, ends_at=ends_at, announced_at=timezone.now()
    )
    log.start_streams(chat_session)
    facts = {
        "id": str(chat_session.pk),
        "ward": ward.number,
        "starts_at": log.wire_time(starts_at),
        "ends_at": log.wire_time(ends_at),
        "office": {"kind": office.kind, "name_en": office.name_en, "name_bn": office.name_bn},
        "order": "backing",
    }
    _append_public(chat_session, "session.announced", {"session": facts}, by=by)
    return chat_session


@transaction.atomic
def open_chat_session(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Let the councillor begin. Raises Refused state, also while the ward's other chat session is live."""
    chat_session = lock_chat_session(chat_session.pk)
    _take_step(chat_session, "open")
    _lock_ward(chat_session.ward)
    if chat_session.ward.chat_sessions.live().exists():
        raise Refused("state", _("Another chat of this ward is live. Close it first."))
    chat_session.opened_at = timezone.now()
    chat_session.save()
    late = chat_session.opened_at - chat_session.starts_at > LATE_AFTER
    body = {"ends_at": log.wire_time(chat_session.ends_at), "late": late}
    _append_public(chat_session, "session.opened", body, by=by)
    return chat_session


@transaction.atomic
def warn_of_end(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Tell the room once that the end is near. Raises Refused state unless live."""
    chat_session = lock_chat_session(chat_session.pk)
    _take_step(chat_session, "warn")
    if chat_session.warned_at is None:
        chat_session.warned_at = timezone.now()
        chat_session.save()
        body = {"ends_at": log.wire_time(chat_session.ends_at)}
        _append_public(chat_session, "session.warned", body, by=by)
    return chat_session


@transaction.atomic
def extend_chat_session(chat_session: ChatSession, *, minutes: int, by: str) -> ChatSession:
    """Move the end by minutes and warn anew before it.

    Raises Refused: state unless live, bad_field if too long or into the ward's next chat session.
    """
    chat_session = lock_chat_session(chat_session.pk)
    _take_step(chat_session, "extend")
    chat_session.ends_at += timedelta(minutes=minutes)
    if chat_session.ends_at - chat_session.starts_at > timedelta(minutes=MAX_MINUTES):
        raise Refused("bad_field", _("A chat lasts from 5 minutes to 5 hours."))
    _lock_ward(chat_session.ward)
    others = chat_session.ward.chat_sessions.upcoming().exclude(pk=chat_session.pk)
    if others.filter(starts_at__lt=chat_session.ends_at).exists():
        raise Refused("bad_field", _("This ward has another chat at that time."))
    chat_session.warned_at = None
    chat_session.save()
    body = {"ends_at": log.wire_time(chat_session.ends_at)}
    _append_public(chat_session, "session.extended", body, by=by)
    return chat_session


@transaction.atomic
def close_chat_session(chat_session: ChatSession, *, by: str) -> ChatSession:
    """End the evening and publish its record, all in one transaction.

    What is on the floor goes back to the queue. Only now the public stream says which questions were refused and
    why, so that nobody could count refusals while the evening ran. Raises Refused state unless live.
    """
    chat_session = lock_chat_session(chat_session.pk)
    _take_step(chat_session, "close")
    for question in chat_session.questions.on_floor().select_related("author"):
        send_back(question, by=by)
    for question in chat_session.questions.declined().order_by("asked_at", "id"):
        body = {
            "id": str(question.pk),
            "receipt": question.receipt,
            "kind": question.kind,
            "asked_at": log.wire_time(question.asked_at),
            "reason": question.reason,
        }
        _append_public(chat_session, "question.declined", body, by=by)
    chat_session.closed_at = timezone.now()
    chat_session.save()
    slug = reserve_slug(chat_session)
    _append_public(chat_session, "session.closed", {"record": slug, **_tally(chat_session)}, by=by)
    compile_record(chat_session, slug=slug)
    return chat_session


@transaction.atomic
def cancel_chat_session(chat_session: ChatSession, *, reason: str, by: str) -> ChatSession:
    """Call off an announced chat session with a public reason. Raises Refused state once it has opened."""
    reason = clean_line(reason, max_graphemes=300)
    chat_session = lock_chat_session(chat_session.pk)
    _take_step(chat_session, "cancel")
    chat_session.cancelled_reason = reason
    chat_session.save()
    _append_public(chat_session, "session.cancelled", {"reason": reason}, by=by)
    return chat_session


def _office_on(ward: Ward, starts_at: datetime) -> Office:
    office = Office.objects.held_on(timezone.localdate(starts_at)).filter(ward=ward).first()
    if office is None or office.kind == OfficeKind.VACANT:
        raise Refused("vacant", _("Nobody holds this ward's office on that day. Enter who will host the chat first."))
    return office


def _lock_ward(ward: Ward) -> None:
    """Hold the ward's row until the transaction ends, so that no two of its chat sessions are planned at once."""
    Ward.objects.select_for_update(of=("self",)).get(pk=ward.pk)


def _take_step(chat_session: ChatSession, name: str) -> None:
    state = transitions.CHAT_SESSION[name].get(chat_session.state)
    if state is None:
        message = _("That cannot be done with this chat now.")
        raise Refused("state", message, facts={"state": chat_session.state})
    chat_session.state = state


def _append_public(chat_session: ChatSession, event: str, body: Mapping[str, Any], *, by: str) -> None:
    log.append(chat_session, stream=StreamName.PUBLIC, type=event, body=body, actor=by)


def _tally(chat_session: ChatSession) -> dict[str, Any]:
    """The final backing of each public question, and how many questions ended in which state."""
    totals = dict.fromkeys(QuestionState.values, 0)
    backing = {}
    for question in chat_session.questions.only("id", "state", "backing"):
        totals[question.state] += 1
        if question.is_public:
            backing[str(question.pk)] = question.backing
    return {"backing": backing, "totals": totals}
