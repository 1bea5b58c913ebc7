"""Put a question into the queue with what the declared order needs: pseudonym, topic, and its author's standing."""

import secrets
from typing import Any

from django.db.models import BigIntegerField, QuerySet, UUIDField
from django.utils import timezone
from msgspec import UNSET

from sessions.chats.questions.asking import words_of_question
from sessions.log.events.room import QuestionQueued
from sessions.models import Question, QueueOrder
from sessions.ordering.lots import NAME_DIGITS, name_of_asker
from sessions.ordering.policies import policy_named
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import read_together


def enter_queue(question: Question) -> None:
    """Set when it became public, its author's name in this chat's log, whether it is their first in the ward, and
    whether their support counts now.

    Saves nothing. The name stands in no other chat, and nothing leads from it to the account: it follows from the
    chat's seed and the receipt of the person's first question that becomes public, which is in the log. A query, and
    two for the author.
    """
    question.queued_at = timezone.now()
    if question.author is not None:
        question.standing = question.author.eligibility.standing
    if not question.asker:
        before, order = _read_before(question)
        here = [asker for chat_session, asker in before if chat_session == question.chat_session_id and asker]
        question.asker = here[0] if here else _new_name(order, question.receipt)
        question.first_time = all(chat_session == question.chat_session_id for chat_session, _asker in before)


def queued_event(question: Question, **more: Any) -> QuestionQueued:
    return QuestionQueued(
        **words_of_question(question),
        asker=question.asker,
        first_time=True if question.first_time else UNSET,
        topic=question.topic or UNSET,
        standing=question.standing,
        commitment=question.commitment or UNSET,
        **more,
    )


def _new_name(order: QueueOrder | None, receipt: str) -> str:
    """Random under a policy of which nobody was promised more."""
    if order is None or not policy_named(order.policy).is_mixed:
        return secrets.token_hex(NAME_DIGITS // 2)
    return name_of_asker(order.seed, receipt)


def _read_before(question: Question) -> tuple[list[tuple[Any, str]], QueueOrder | None]:
    """Chat session and name of each question of the author that has been public in this ward; and the chat's order."""
    of_order = _order_query.bind(chat_session=question.chat_session_id)
    if question.author_id is None:
        return [], next(iter(of_order.read()), None)
    of_author = _public_before_query.bind(
        author=question.author_id, ward=question.chat_session.ward_id, question=question.pk
    )
    before, orders = read_together(of_author, of_order)
    return before, next(iter(orders), None)


def _make_public_before_query() -> QuerySet[Question, tuple[Any, str]]:
    rows = Question.objects.filter(author=Given("author", BigIntegerField()), queued_at__isnull=False)
    here = rows.filter(chat_session__ward=Given("ward", BigIntegerField()))
    return here.exclude(pk=Given("question", UUIDField())).values_list("chat_session_id", "asker")


_public_before_query = PreparedQuery(_make_public_before_query)
_order_query = PreparedQuery(
    lambda: QueueOrder.objects.filter(chat_session=Given("chat_session", UUIDField())).only("policy", "seed")
)
