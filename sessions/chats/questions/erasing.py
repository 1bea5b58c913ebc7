"""Empties the words of a person's questions that never were public, when their account is erased."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from sessions.contract.redaction_grounds import ERASED
from sessions.log.event_form import tag_of
from sessions.log.events.desk import AppealMade, DeskRedacted
from sessions.log.steps.locks import LockedChatSession, lock_chat_sessions, lock_question
from sessions.log.steps.steps import actor, append_change
from sessions.models import OPEN_STATES, Appeal, ChatSession, Event, Question, QuestionCorrection, StreamName
from sessions.platform.people import Person
from sessions.record.redaction.after_commit import forget_in_memory
from sessions.record.redaction.desk_copies import destroy_at_desk
from sessions.record.redaction.question_words import destroy_in_tables

OWN_WORDS = {"text", "label"}


def empty_unpublished_words(person: Person) -> None:
    """Refused questions, held ones and those that were withdrawn unseen, and what their author wrote about any of them.

    In the caller's transaction, after what is undecided was withdrawn (lock_chats_of_author). Commitments stay, and so
    do states and reasons: the ledger and the record prove by them what was decided. Idempotent.
    """
    locked = lock_chats_of_author(person)
    _empty_requests(person)
    for question_id, chat_session_id in _unpublished(person).order_by("pk").values_list("pk", "chat_session"):
        chat_session = locked[chat_session_id]
        question = lock_question(chat_session, question_id)
        destroy_in_tables(chat_session, [], [(question, OWN_WORDS)])
        destroy_at_desk(question, OWN_WORDS)
        told = {"texts": sorted(OWN_WORDS), "ground": ERASED}
        append_change(question, DeskRedacted, by=actor("resident", person), told=told)
        transaction.on_commit(partial(forget_in_memory, chat_session_id))


def lock_chats_of_author(person: Person) -> dict[UUID, LockedChatSession]:
    """The chats in which they asked or could ask, before any other lock of the erasure."""
    where = Q(ward=person.ward_id, state__in=OPEN_STATES) | Q(questions__author=person)
    return lock_chat_sessions(ChatSession.objects.filter(where).values_list("pk", flat=True))


def _unpublished(person: Person) -> QuerySet[Question]:
    return Question.objects.filter(author=person, queued_at=None).exclude(text="", label="")


def _empty_requests(person: Person) -> None:
    """Requests for a correction that wait are withdrawn; of those that were refused, and of appeals, the words go."""
    requests = QuestionCorrection.objects.filter(question__author=person)
    requests.waiting().delete()
    requests.filter(is_accepted=False).update(text="", note="")
    Appeal.objects.filter(question__author=person).update(words="")
    asked = [str(pk) for pk in Question.objects.filter(author=person).exclude(appeal="").values_list("pk", flat=True)]
    for row in Event.objects.filter(stream__name=StreamName.DESK, type=tag_of(AppealMade), body__id__in=asked):
        row.body["words"] = None
        row.save(update_fields=["body"])
