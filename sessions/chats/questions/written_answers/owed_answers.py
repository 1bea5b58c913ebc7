"""What is owed: the questions on notice of chats that are over, with the days that are left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from sessions.models import Question, Ward


@dataclass(frozen=True, slots=True)
class OwedAnswer:
    """A question to which a written answer is owed. days_left: until the promised day in the city; below 0: overdue."""

    question: Question
    days_left: int

    @property
    def due_on(self) -> date:
        assert self.question.due_on is not None, "a question on notice has its day"
        return self.question.due_on

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0


def owed_in(wards: Iterable[int] | None = None) -> list[OwedAnswer]:
    """What is owed in the wards with these ids (None: in all), the first promised day first; two queries at most."""
    rows = Question.objects.owed().filter(due_on__isnull=False)
    if wards is not None:
        rows = rows.filter(chat_session__ward__in=list(wards))
    rows = rows.select_related("chat_session__ward", "chat_session__office", "chat_session__record", "draft")
    return [as_owed(question) for question in rows.defer("chat_session__record__document")]


def as_owed(question: Question) -> OwedAnswer:
    """Describe a written answer that is owed. question: one on notice."""
    assert question.due_on is not None, "a question on notice has its day"
    return OwedAnswer(question, (question.due_on - timezone.localdate()).days)


def count_owed(wards: Iterable[int]) -> int:
    """How many answers are owed in the wards with these ids."""
    return Question.objects.owed().filter(due_on__isnull=False, chat_session__ward__in=list(wards)).count()


def owed_of_ward(ward: Ward) -> list[OwedAnswer]:
    return owed_in([ward.pk])
