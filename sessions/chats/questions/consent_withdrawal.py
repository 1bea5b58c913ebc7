"""Withdraw consent: undecided questions are withdrawn with it, and public ones stay."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sessions.chats.questions.own_questions import withdraw_question
from sessions.log.steps.locks import lock_chat_sessions
from sessions.models import OPEN_STATES, UNDECIDED_STATES, ChatSession, Consent, Question
from sessions.platform.people import Person


@transaction.atomic
def withdraw_consent(person: Person) -> None:
    """Withdraw consent: the person may ask no longer, and undecided questions are withdrawn. Public ones stay.

    It locks the chats in which they could ask first, so that no question of theirs is saved meanwhile.
    """
    where = Q(ward=person.ward_id) | Q(questions__author=person)
    open_chats = ChatSession.objects.filter(where, state__in=OPEN_STATES).values_list("pk", flat=True)
    locked = lock_chat_sessions(open_chats)
    Consent.objects.not_withdrawn().filter(person=person).update(withdrawn_at=timezone.now())
    rows = Question.objects.filter(author=person, state__in=UNDECIDED_STATES, chat_session__in=locked)
    for question_id, chat_session_id in rows.values_list("pk", "chat_session"):
        withdraw_question(locked[chat_session_id], question_id, person=person)
