"""Conflicts of interest: a moderator passes a question of their own street or name on to their colleagues."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from moderation.deciding import lock_seen, require_nothing_pending
from moderation.models import Recusal
from sessions.log.events import DeskPassedOn
from sessions.models import ChatSession, Question
from sessions.people import Person
from sessions.state_machine.steps import actor, append_change, require_step


@transaction.atomic
def pass_question_on(
    chat_session: ChatSession, question_id: UUID, *, moderator: Person, version: int, on: bool = True
) -> Question:
    """Leave an undecided question to the colleagues: it goes from one's own list, and stays in theirs.

    From then on this moderator can decide nothing about it (moderation/deciding.py), until they take that back (not
    on), as where nobody else is there. The desk sees who passed it on. Repeating it changes nothing.
    Raises Refused: closed, not_found, stale, state, pending.
    """
    question = lock_seen(chat_session, question_id, version)
    require_step(question, "claim")
    require_nothing_pending(question)
    if on:
        Recusal.objects.get_or_create(question=question, person=moderator, defaults={"passed_on_at": timezone.now()})
    else:
        Recusal.objects.filter(question=question, person=moderator).delete()
    if question.claimed_by_id == moderator.pk:
        question.claimed_by = question.claimed_until = None
    names = [each.person.shown_as for each in question.recusals.select_related("person").order_by("pk")]
    by = question.claimed_by.shown_as if question.claimed_by else None
    told = {"passed_on": names, "claimed_by": by}
    append_change(question, DeskPassedOn, by=actor("moderator", moderator), told=told)
    return question
