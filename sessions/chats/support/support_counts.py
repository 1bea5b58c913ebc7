"""Counts a question's support again, and moves support to another question."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Q

from sessions.log import log
from sessions.models import Question, Standing

COUNT_FIELDS = {
    Standing.COUNTED: "backing",
    Standing.HELD: "backing_held",
    Standing.NOT_COUNTED: "backing_not_counted",
}
"""The question's field that counts such backings, by standing."""


def move_support(source: Question, target: Question) -> None:
    """Move the backings of one question to another; a person who backs both, or asked the target, counts once."""
    there = target.backings.values("person")
    source.backings.filter(person__in=there).delete()
    source.backings.filter(person=target.author_id).delete()
    source.backings.update(question=target)
    count_support(source)
    count_support(target)


def count_support(question: Question) -> None:
    """Count a question's backings again, and hint at it after the commit."""
    count_all([question.pk])
    question.refresh_from_db(fields=COUNT_FIELDS.values())
    log.announce_backing(question.chat_session)


def count_all(question_ids: Collection[UUID]) -> None:
    """Count the backings of these questions again, in two queries for any number. Their chats are locked."""
    if not question_ids:
        return
    numbers = {
        field: Count("backings", filter=Q(backings__standing=standing)) for standing, field in COUNT_FIELDS.items()
    }
    rows = Question.objects.filter(pk__in=question_ids).order_by().values_list("pk")
    counted = [
        Question(pk=pk, **dict(zip(numbers, each, strict=True)))
        for pk, *each in rows.annotate(**{f"n_{field}": count for field, count in numbers.items()})
    ]
    Question.objects.bulk_update(counted, COUNT_FIELDS.values())


def apart_of(question: Question) -> dict[str, int]:
    """How much of a question's support is held or does not count, for the log; nothing where there is none."""
    apart = {"held": question.backing_held, "not_counted": question.backing_not_counted}
    return {name: number for name, number in apart.items() if number}
