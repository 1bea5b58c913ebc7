"""News of a question for the people who asked it, by push alone: written into the outbox with the step itself.

A text message for each step would cost the city money and the reader patience. A person whose question was
merged hears of the question into which it was merged.
"""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField
from django.utils import timezone

from sessions.models import Channel, Question, QuestionState, ReminderKind, ReminderRound
from sessions.notifications.reminders import DAY_BEFORE, write_round
from sessions.platform.database.prepared_query import Given, PreparedQuery

NEWS_OF_STEP = {
    "approve": ReminderKind.QUEUED,
    "merge": ReminderKind.QUEUED,
    "decline": ReminderKind.DECLINED,
    "take": ReminderKind.TAKEN,
    "answer": ReminderKind.ANSWERED,
    "defer": ReminderKind.PROMISED,
    "carry": ReminderKind.CARRIED,
}
"""An answer in writing is told by the clock, to everybody who waits for it (written_answer_reminders.py)."""

STATE_OF_NEWS = {
    ReminderKind.QUEUED: QuestionState.QUEUED,
    ReminderKind.DECLINED: QuestionState.DECLINED,
    ReminderKind.TAKEN: QuestionState.ON_FLOOR,
    ReminderKind.ANSWERED: QuestionState.ANSWERED,
    ReminderKind.PROMISED: QuestionState.ON_NOTICE,
    ReminderKind.CARRIED: QuestionState.WAITING,
}

TAKEN_FOR = timedelta(minutes=15)
"""Span of this news. For so long "it is being answered now" is news."""


def is_news_still(told: ReminderRound) -> bool:
    """Whether the question, or the one into which it was merged, still stands as the round tells."""
    question = told.question
    assert question is not None
    leading = question.merged_into if question.state == QuestionState.MERGED else question
    return leading is not None and leading.state == STATE_OF_NEWS[ReminderKind(told.kind)]


def write_question_news(*, question: Question, step: str) -> None:
    kind = NEWS_OF_STEP.get(step)
    if kind is None:
        return
    keep_until = timezone.now() + (TAKEN_FOR if kind == ReminderKind.TAKEN else DAY_BEFORE)
    for told, author in _told_query.rows(question=question.pk):
        write_round(question.chat_session, kind, {(author, Channel.PUSH)}, keep_until=keep_until, question_id=told)


def _query_told() -> QuerySet[Question, tuple[UUID, int]]:
    """The question and those that were merged into it, with their authors, as far as these want news by push."""
    asked = Given("question", UUIDField())
    own = Question.objects.filter(Q(pk=asked) | Q(merged_into=asked, state=QuestionState.MERGED))
    told = own.filter(author__following__channel=Channel.PUSH, author__is_active=True)
    return told.order_by("asked_at").values_list("pk", "author_id")


_told_query = PreparedQuery(_query_told)
