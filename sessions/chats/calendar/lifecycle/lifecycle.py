"""The life of an announced chat session: opened, warned, extended, closed, cancelled."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import UNSET

from sessions.chats.calendar.lifecycle.announcing import office_facts, office_on, require_free, require_length
from sessions.chats.calendar.lifecycle.closed_days import require_no_freeze
from sessions.chats.calendar.lifecycle.hooks import chat_stepped, chats_beside_opening
from sessions.chats.questions.asking import facts_of_question
from sessions.chats.questions.author_labels import end_names_of_chat
from sessions.chats.questions.declared_order import committed_order, note_opening, revealed_seed
from sessions.chats.questions.floor import send_back
from sessions.chats.support.support_counts import COUNT_FIELDS, apart_of
from sessions.chats.support.support_trees import commit_all_support
from sessions.contract.limits import MAX_REASON_GRAPHEMES
from sessions.log import log
from sessions.log.events.chat_session import (
    DecisionTree,
    SessionCancelled,
    SessionClosed,
    SessionExtended,
    SessionHandedOver,
    SessionOpened,
    SessionWarned,
)
from sessions.log.events.room import QuestionDeclined, QuestionUndecided
from sessions.log.logged_event import wire_time
from sessions.log.steps.locks import lock_chat_session, lock_chat_session_with, lock_ward
from sessions.log.steps.steps import take_chat_step
from sessions.log.steps.waiting_decisions import carry_out_all
from sessions.models import ChatSession, ChatSessionState, Question, QuestionState
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_line
from sessions.record.compile import compile_record, reserve_slug
from sessions.record.months.listed_decisions import list_evening
from sessions.record.sealing.window import window_end
from sessions.record.search.indexing import index_record

WARNING = timedelta(minutes=5)
LATE_AFTER = timedelta(minutes=1)


@transaction.atomic
def open_chat_session(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Open it for its host. Raises Refused: frozen, vacant, state (also while another chat of its ward is live)."""
    chat_session = lock_chat_session_with(chat_session.pk, chats_beside_opening(chat_session))
    take_chat_step(chat_session, "open")
    require_no_freeze(chat_session.ward, timezone.localdate())
    lock_ward(chat_session.ward)
    if chat_session.ward.chat_sessions.live().exists():
        raise Refused("state", _("Another chat of this ward is live. Close it first."))
    _hand_over(chat_session, by=by)
    chat_session.opened_at = timezone.now()
    chat_session.save()
    late = chat_session.opened_at - chat_session.starts_at > LATE_AFTER
    ends_at, facts = wire_time(chat_session.ends_at), committed_order(chat_session)
    opened = log.append(chat_session, SessionOpened(ends_at=ends_at, late=late, **facts), actor=by)
    note_opening(chat_session, opened.at)
    chat_stepped(chat_session=chat_session, step="opened", by=by)
    return chat_session


@transaction.atomic
def warn_of_end(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Tell the room once that the end is near. Raises Refused state unless live."""
    chat_session = lock_chat_session(chat_session.pk)
    take_chat_step(chat_session, "warn")
    if chat_session.warned_at is None:
        chat_session.warned_at = timezone.now()
        chat_session.save()
        log.append(chat_session, SessionWarned(ends_at=wire_time(chat_session.ends_at)), actor=by)
    return chat_session


@transaction.atomic
def extend_chat_session(chat_session: ChatSession, *, minutes: int, by: str) -> ChatSession:
    """Move the end by some minutes; the room is warned again before the new end.

    Raises Refused: state unless live, bad_field if it is too long or overlaps the ward's next chat session.
    """
    chat_session = lock_chat_session(chat_session.pk)
    take_chat_step(chat_session, "extend")
    chat_session.ends_at += timedelta(minutes=minutes)
    require_length((chat_session.ends_at - chat_session.starts_at) // timedelta(minutes=1))
    lock_ward(chat_session.ward)
    require_free(chat_session.ward, chat_session.starts_at, chat_session.ends_at, beside=chat_session)
    chat_session.warned_at = None
    chat_session.sequence += 1
    chat_session.changed_at = timezone.now()
    chat_session.save()
    log.append(chat_session, SessionExtended(ends_at=wire_time(chat_session.ends_at)), actor=by)
    return chat_session


@transaction.atomic
def close_chat_session(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Close the chat session and publish its record as a draft, all in one transaction.

    Decisions that could still be undone take effect. A question on the floor goes back to the queue. Only now the
    public stream says which questions were refused and why: during the evening nobody could count refusals. And it
    names each that nobody decided about, so that none is waited out without a trace. Residents' names that are not to
    be kept end. Raises Refused state unless live.
    """
    chat_session = lock_chat_session(chat_session.pk)
    take_chat_step(chat_session, "close")
    carry_out_all(chat_session)
    for question in chat_session.questions.on_floor().select_related("author"):
        send_back(question, by=by)
    never_shown = [*chat_session.questions.declined(), *chat_session.questions.undecided()]
    log.append_all(chat_session, [log.NewEvent(_never_shown_event(question), by) for question in never_shown])
    decisions = list_evening(chat_session)
    chat_session.closed_at = timezone.now()
    chat_session.save()
    slug = reserve_slug(chat_session)
    log.append(chat_session, _closed(chat_session, record=slug, decisions=decisions), actor=by)
    compile_record(chat_session, slug=slug, correct_until=window_end(chat_session.closed_at))
    index_record(chat_session)
    end_names_of_chat(chat_session.ward)
    return chat_session


@transaction.atomic
def cancel_chat_session(chat_session: ChatSession, *, reason: str, by: str) -> ChatSession:
    """Cancel a planned or announced chat session, with a public reason. Raises Refused state once it has opened.

    A planned one has no log yet: only the calendar says that it is cancelled.
    """
    reason = clean_line(reason, max_graphemes=MAX_REASON_GRAPHEMES)
    chat_session = lock_chat_session(chat_session.pk)
    is_announced = chat_session.state != ChatSessionState.PLANNED
    take_chat_step(chat_session, "cancel")
    chat_session.cancelled_reason = reason
    chat_session.sequence += 1
    chat_session.changed_at = timezone.now()
    chat_session.save()
    if is_announced:
        log.append(chat_session, SessionCancelled(reason=reason), actor=by)
    return chat_session


def _hand_over(chat_session: ChatSession, *, by: str) -> None:
    """Hand a chat over. If the term of its host has ended, bind it and all its questions to the successor."""
    office = office_on(chat_session.ward, timezone.localdate())
    if office.pk != chat_session.office_id:
        chat_session.office = office
        log.append(chat_session, SessionHandedOver(office=office_facts(office)), actor=by)


def _never_shown_event(question: Question) -> QuestionDeclined | QuestionUndecided:
    """What the room is told about a question that was refused, or that nobody decided about.

    Never its words, and the commitment that was made of them.
    """
    facts, commitment = facts_of_question(question), question.commitment or UNSET
    if question.state == QuestionState.DECLINED:
        return QuestionDeclined(**facts, reason=question.reason, commitment=commitment)
    return QuestionUndecided(**facts, state=question.state, commitment=commitment)


def _closed(chat_session: ChatSession, *, record: str, decisions: DecisionTree) -> SessionClosed:
    """The final backing of each public question, the number of questions by final state, and of people who did not ask.

    Held support, and support that does not count, are listed beside it for the questions that have any.
    """
    totals = dict.fromkeys(QuestionState.values, 0)
    backing: dict[str, int] = {}
    apart: dict[str, dict[str, int]] = {"held": {}, "not_counted": {}}
    for question in chat_session.questions.only("id", "state", *COUNT_FIELDS.values()):
        totals[question.state] += 1
        if question.is_public:
            backing[str(question.pk)] = question.backing
            for name, number in apart_of(question).items():
                apart[name][str(question.pk)] = number
    return SessionClosed(
        record=record,
        backing=backing,
        totals=totals,
        held=apart["held"] or UNSET,
        not_counted=apart["not_counted"] or UNSET,
        lot_seed=revealed_seed(chat_session),
        answered_next_door=chat_session.answered_next_door.values("person").distinct().count() or UNSET,
        decisions=decisions,
        support_roots=commit_all_support(chat_session, [UUID(each) for each in backing]) or UNSET,
    )
