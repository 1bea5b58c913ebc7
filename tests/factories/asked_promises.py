"""Promises that were made from a resident's question, which others support."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.models import Backing, ChatSession, Promise, Question, QuestionKind, QuestionState, Standing
from sessions.platform.text.receipts import new_receipt
from tests.factories.matters import WardOffice
from tests.factories.promises import promise_of


def question_of(office: WardOffice, **fields: Any) -> Question:
    """A question of the office's resident that was answered in a chat of the ward."""
    chat = ChatSession.objects.filter(ward=office.ward).first() or announce_chat_session(
        office.ward, starts_at=timezone.now() + timedelta(hours=1), minutes=60, by="clerk"
    )
    given = {"author": office.resident, "text": "When will the drain be cleaned?", "label": "A resident"} | fields
    return Question.objects.create(
        chat_session=chat,
        kind=QuestionKind.QUESTION,
        state=QuestionState.ANSWERED,
        receipt=new_receipt(),
        asked_at=timezone.now(),
        **given,
    )


def back(question: Question, *people: Any, standing: str = Standing.COUNTED) -> None:
    for person in people:
        Backing.objects.create(question=question, person=person, backed_at=timezone.now(), standing=standing)


def asked_promise(
    office: WardOffice, *, by: Sequence[Any] = (), question: Question | None = None, **fields: Any
) -> Promise:
    """Made today, due in ten days unless due_on says otherwise; by: those who support its question."""
    asked = question or question_of(office)
    back(asked, *by)
    return promise_of(office, question=asked, **fields)
