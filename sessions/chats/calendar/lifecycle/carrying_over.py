"""Put the questions that no moderator read before a chat ended to the ward's next chat: first, and once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from msgspec import UNSET

from sessions.chats.questions.asking import facts_of_question
from sessions.chats.questions.author_labels import label_of
from sessions.log import log
from sessions.log.event_form import tag_of
from sessions.log.events.desk import DeskAsked
from sessions.log.steps.locks import lock_chat_session
from sessions.log.steps.steps import require_not_over, step_taken
from sessions.models import (
    RECORD_STATES,
    Ban,
    ChatSession,
    ChatSessionState,
    Consent,
    Event,
    Question,
    QuestionState,
    StreamName,
)
from sessions.models.chat_session import ChatSessionQuerySet
from sessions.models.question import QuestionQuerySet
from sessions.platform.database.prepared_query import Moment
from sessions.platform.text.commitments import base64url, commitment, new_salt
from sessions.platform.text.receipts import new_receipt

CARRIED_WITHIN = timedelta(days=92)
"""What was asked longer ago may no longer be what its author wants to know."""


def due_to_carry_over(now: Moment) -> ChatSessionQuerySet:
    """Announced chats of wards in which questions were never read; the next one of a ward first."""
    rows = ChatSession.objects.filter(state=ChatSessionState.SCHEDULED, waits=False, ends_at__gt=now)
    return rows.filter(Exists(_unread(now, ward=OuterRef("ward")))).order_by("starts_at")


@transaction.atomic
def carry_over(chat_session: ChatSession, *, by: str) -> ChatSession:
    """Ask them again for their authors, who are told. Raises Refused closed.

    Each keeps its moment, so that how long it waited stays true, and gets a receipt and a commitment of its own. Left
    out are those of people who have no account any longer, have withdrawn their consent, or may not ask in the ward.
    """
    locked = lock_chat_session(chat_session.pk)
    require_not_over(locked)
    unread = list(_unread(timezone.now(), ward=locked.ward_id).select_related("author").order_by("asked_at", "id"))
    kinds = _personal_data_in(unread)
    asked = [_ask_again(locked, question) for question in unread]
    Question.objects.bulk_create(asked)
    entries = [
        log.NewEvent(
            _asked_event(question, before, kinds), by, author=before.author.public_id if before.author else None
        )
        for question, before in zip(asked, unread, strict=True)
    ]
    log.append_all(locked, entries)
    for question in asked:
        step_taken(question=question, step="carry")
    return locked


def _unread(now: Moment, *, ward: Any) -> QuestionQuerySet:
    """Questions that were never read and not carried over before: an author's words come first once, and not for ever.

    Where the chat that they were carried into was cancelled, they are carried on.
    """
    since = now - CARRIED_WITHIN
    unread = Q(chat_session__state__in=RECORD_STATES, chat_session__closed_at__gt=since, carried_from=None)
    cancelled = Q(chat_session__state=ChatSessionState.CANCELLED, chat_session__ends_at__gt=since)
    consents = Consent.objects.not_withdrawn().filter(person=OuterRef("author"))
    bans = Ban.objects.in_force(now).filter(person=OuterRef("author"), ward=OuterRef("chat_session__ward"))
    return Question.objects.filter(
        unread | (cancelled & Q(carried_from__isnull=False)),
        Exists(consents),
        ~Exists(bans),
        chat_session__ward=ward,
        state=QuestionState.WAITING,
        carried_to=None,
        author__is_active=True,
    )


def _ask_again(chat_session: ChatSession, before: Question) -> Question:
    assert before.author is not None, "a question without an author is never unread"
    salt = new_salt()
    return Question(
        chat_session=chat_session,
        author=before.author,
        kind=before.kind,
        topic=before.topic,
        text=before.text,
        commitment=commitment(salt, before.text),
        salt=base64url(salt),
        masked=before.masked,
        label=label_of(before.author, chat_session.ward),
        receipt=new_receipt(),
        asked_at=before.asked_at,
        carried_from=before,
    )


def _personal_data_in(questions: list[Question]) -> dict[UUID, Any]:
    """What the desk was told then that their words seem to hold, and where it is hidden."""
    asked = Event.objects.filter(
        stream__chat_session__in={question.chat_session_id for question in questions},
        stream__name=StreamName.DESK,
        type=tag_of(DeskAsked),
        body__id__in=[str(question.pk) for question in questions],
    )
    bodies = asked.values_list("body", flat=True)
    return {
        UUID(body["id"]): {name: body[name] for name in ("looks_like", "masked") if name in body} for body in bodies
    }


def _asked_event(question: Question, before: Question, kinds: dict[UUID, Any]) -> DeskAsked:
    return DeskAsked(
        **facts_of_question(question),
        text=question.text,
        label=question.label,
        version=question.version,
        topic=question.topic or UNSET,
        commitment=question.commitment,
        carried_from=before.receipt,
        **kinds.get(before.pk, {}),
    )
