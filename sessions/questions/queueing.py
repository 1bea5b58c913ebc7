"""Put a question into the queue with what the declared order needs: pseudonym, topic, and its author's standing."""

import secrets
from typing import Any

from django.db.models import BigIntegerField, QuerySet, UUIDField
from django.utils import timezone
from msgspec import UNSET

from sessions.database.prepared_query import Given, PreparedQuery
from sessions.log.events.room import QuestionQueued
from sessions.models import Question
from sessions.questions.asking import words_of_question
from sessions.support.eligibility import eligibility_of

PSEUDONYM_BYTES = 6
"""Two of three thousand people have the same one in one of sixty million chats."""


def enter_queue(question: Question) -> None:
    """Set when it became public, its author's name in this chat's log, whether it is their first in the ward, and
    whether their support counts now.

    Saves nothing. The name is random: it stands in no other chat, and nothing leads from it to the account. A query,
    and one for the author.
    """
    question.queued_at = timezone.now()
    if question.author is not None:
        question.standing = eligibility_of(question.author).standing
    if not question.asker:
        before = _public_before(question)
        here = [asker for chat_session, asker in before if chat_session == question.chat_session_id and asker]
        question.asker = here[0] if here else secrets.token_hex(PSEUDONYM_BYTES)
        question.first_time = all(chat_session == question.chat_session_id for chat_session, _asker in before)


def queued_event(question: Question, **more: Any) -> QuestionQueued:
    return QuestionQueued(
        **words_of_question(question),
        asker=question.asker,
        first_time=True if question.first_time else UNSET,
        topic=question.topic or UNSET,
        standing=question.standing,
        **more,
    )


def _public_before(question: Question) -> list[tuple[Any, str]]:
    """Chat session and pseudonym of each question of the author that has been public in this ward."""
    if question.author_id is None:
        return []
    return _public_before_query.rows(
        author=question.author_id, ward=question.chat_session.ward_id, question=question.pk
    )


def _make_public_before_query() -> QuerySet[Question, tuple[Any, str]]:
    rows = Question.objects.filter(author=Given("author", BigIntegerField()), queued_at__isnull=False)
    here = rows.filter(chat_session__ward=Given("ward", BigIntegerField()))
    return here.exclude(pk=Given("question", UUIDField())).values_list("chat_session_id", "asker")


_public_before_query = PreparedQuery(_make_public_before_query)
