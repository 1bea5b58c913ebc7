"""Questions to which a written answer is owed, in a chat that is over, for tests."""

from datetime import timedelta

from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import defer_question
from sessions.models import Question
from tests.factories.evening import Evening

WRITTEN = "The culvert is widened in March; the tender is number 12 of this year."


def put_on_notice(evening: Evening, *, days: int = 14, text: str | None = None, by: int = 0) -> Question:
    """A question of a live evening, with a written answer promised in so many days."""
    question = evening.queue(text, by=by)
    due_on = timezone.localdate() + timedelta(days=max(days, 0))
    question = defer_question(evening.chat_session, question.pk, person=evening.councillor, due_on=due_on)
    if days < 0:
        move_due_day(question, days=days)
    return question


def move_due_day(question: Question, *, days: int) -> None:
    """Move the due day as if it had been promised for that day; the log keeps the day that it was told."""
    question.due_on = timezone.localdate() + timedelta(days=days)
    Question.objects.filter(pk=question.pk).update(due_on=question.due_on)


def owed_question(evening: Evening, *, days: int = 14, text: str | None = None) -> Question:
    """An owed question, after the close."""
    question = put_on_notice(evening, days=days, text=text)
    evening.chat_session = close_chat_session(evening.chat_session, by="clock")
    return question
