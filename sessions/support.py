"""Keep the support of a question, and its count, when it passes to another one."""

from django.utils import timezone

from sessions import log
from sessions.models import Backing, Question


def join_support(question: Question, target: Question) -> None:
    """Let everybody who asked or backed the question back the target, once each; its author counts already."""
    move_support(question, target)
    if question.author_id is not None and question.author_id != target.author_id:
        row = Backing(question=target, person_id=question.author_id, backed_at=timezone.now())
        Backing.objects.bulk_create([row], ignore_conflicts=True)
        count_support(target)


def move_support(source: Question, target: Question) -> None:
    """Move the backings of one question to another; a person who backs both, or asked the target, counts once."""
    there = target.backings.values("person")
    source.backings.filter(person__in=there).delete()
    source.backings.filter(person=target.author_id).delete()
    source.backings.update(question=target)
    count_support(source)
    count_support(target)


def count_support(question: Question) -> None:
    """Count a question's backings anew, and hint at it after the commit."""
    question.backing = question.backings.count()
    Question.objects.filter(pk=question.pk).update(backing=question.backing)
    log.announce_backing(question.chat_session)
