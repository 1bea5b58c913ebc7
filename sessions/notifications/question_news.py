"""News of a question for the people who asked it, by push alone: written into the outbox with the step itself.

A text message for each step would cost the city money and the reader patience. A person whose question was
merged hears of the question into which it was merged.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from sessions.models import Channel, Question, QuestionState, ReminderKind, ReminderRound
from sessions.notifications.reminders import DAY_BEFORE, write_round
from sessions.state_machine.steps import step_taken

NEWS_OF_STEP = {
    "approve": ReminderKind.QUEUED,
    "merge": ReminderKind.QUEUED,
    "decline": ReminderKind.DECLINED,
    "take": ReminderKind.TAKEN,
    "answer": ReminderKind.ANSWERED,
    "defer": ReminderKind.PROMISED,
}
"""An answer in writing is told by the clock, to everybody who waits for it (owed_reminders.py)."""

STATE_OF_NEWS = {
    ReminderKind.QUEUED: QuestionState.QUEUED,
    ReminderKind.DECLINED: QuestionState.DECLINED,
    ReminderKind.TAKEN: QuestionState.ON_FLOOR,
    ReminderKind.ANSWERED: QuestionState.ANSWERED,
    ReminderKind.PROMISED: QuestionState.ON_NOTICE,
}

TAKEN_FOR = timedelta(minutes=15)
"""For so long "it is being answered now" is news."""


def tell_of_steps() -> None:
    """From now on, steps of questions are told to the people who asked. Called once, at the start of the program."""
    step_taken.connect(_write_news, dispatch_uid="question_news")


def is_news_still(told: ReminderRound) -> bool:
    """Whether the question, or the one into which it was merged, still stands as the round tells."""
    question = told.question
    assert question is not None
    leading = question.merged_into if question.state == QuestionState.MERGED else question
    return leading is not None and leading.state == STATE_OF_NEWS[ReminderKind(told.kind)]


def _write_news(*, question: Question, step: str, **_signal: Any) -> None:
    kind = NEWS_OF_STEP.get(step)
    if kind is None:
        return
    keep_until = timezone.now() + (TAKEN_FOR if kind == ReminderKind.TAKEN else DAY_BEFORE)
    own = Question.objects.filter(Q(pk=question.pk) | Q(merged_into=question, state=QuestionState.MERGED))
    for each in own.filter(author__following__channel=Channel.PUSH, author__is_active=True).order_by("asked_at"):
        assert each.author_id is not None
        write_round(question.chat_session, kind, {(each.author_id, Channel.PUSH)}, keep_until=keep_until, question=each)
