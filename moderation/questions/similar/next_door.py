"""Answers and promises that others got for almost the same question, and "this answers me" in place of asking again."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone

from moderation.questions.similar.finding import SimilarQuestion, similar_questions
from sessions.log.steps.locks import no_such_question
from sessions.log.steps.steps import require_not_over
from sessions.models import (
    ANSWERED_STATES,
    AnsweredNextDoor,
    ChatSession,
    Promise,
    PromiseState,
    Question,
)
from sessions.platform.people import Person

MOST_LOOKED_AT = 20
MOST_ELSEWHERE = 5


def say_answered(chat_session: ChatSession, question_id: UUID, *, person: Person) -> int:
    """The answer of this question answers the person, too, who asks nothing; says how many have said so by now.

    Said twice, it counts once. Raises Refused: closed, not_found (also where nothing was answered in public).
    """
    require_not_over(chat_session)
    question = Question.objects.public().filter(pk=question_id, state__in=ANSWERED_STATES).first()
    if question is None or not _can_be_read(question, chat_session):
        raise no_such_question()
    AnsweredNextDoor.objects.get_or_create(
        question=question, person=person, defaults={"chat_session": chat_session, "at": timezone.now()}
    )
    return AnsweredNextDoor.objects.filter(question=question).count()


def how_many_answered(chat_session: ChatSession) -> int:
    """How many times people found their answer elsewhere instead of asking in this chat."""
    return AnsweredNextDoor.objects.filter(chat_session=chat_session).count()


def promises_by_question(questions: Iterable[Question]) -> dict[UUID, list[Promise]]:
    """The promises made in the answers to these questions, the oldest first; one query."""
    found: dict[UUID, list[Promise]] = {}
    rows = Promise.objects.filter(question__in=[question.pk for question in questions], is_withheld=False)
    for promise in rows.exclude(state=PromiseState.MERGED).order_by("year", "serial"):
        if promise.question_id is not None:
            found.setdefault(promise.question_id, []).append(promise)
    return found


def promise_facts(promise: Promise) -> dict[str, Any]:
    """What everybody can read of it; said: its state in words."""
    return {
        "number": promise.number,
        "what": promise.what,
        "state": promise.state,
        "said": promise.state_word,
        "due_on": promise.due_on.isoformat() if promise.due_on else None,
    }


def answered_elsewhere(chat_session: ChatSession, text: str) -> list[SimilarQuestion]:
    """Questions of published records like this text that were answered, the most alike first, for the answerer."""
    found = similar_questions(chat_session, text, MOST_LOOKED_AT)
    elsewhere = [each for each in found if each.question.chat_session_id != chat_session.pk]
    return [each for each in elsewhere if each.question.state in ANSWERED_STATES][:MOST_ELSEWHERE]


def _can_be_read(question: Question, chat_session: ChatSession) -> bool:
    """Whether the question can be read, in this chat or in the record of another."""
    return question.chat_session_id == chat_session.pk or hasattr(question, "search_entry")
