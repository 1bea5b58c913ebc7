"""Conflicts of interest: a moderator passes a question of their own street or name on to their colleagues."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.utils import timezone

from moderation.models import Recusal
from moderation.questions.deciding import lock_seen, passed_on_already, require_nothing_pending
from sessions.log.events.desk import DeskPassedOn
from sessions.log.steps.locks import LockedChatSession, locks_chat_session
from sessions.log.steps.steps import actor, append_change, require_step
from sessions.models import ChatSession, Question
from sessions.platform.database.in_array import InArray
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import BoundQuery
from sessions.platform.people import Person


@locks_chat_session
def pass_question_on(
    chat_session: LockedChatSession, question_id: UUID, *, moderator: Person, version: int, on: bool = True
) -> Question:
    """Leave an undecided question to the colleagues: it disappears from this moderator's list, and stays in theirs.

    From then on this moderator can do nothing about it (require_no_conflict), until they take that back (on=False), for
    instance because no colleague is there. The desk sees who passed it on. Repeating it changes nothing.
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


def require_no_conflict(op: str, fields: Any, person: Person) -> None:
    """Check that a command of the desk is about no question that its sender leaves to the colleagues.

    fields: of the command; the chat session is locked. One query, none for a command that names no question. Raises
    Refused passed_on.
    """
    named = tuple(questions_named(op, fields))
    if not named:
        return
    recusal = Recusal.objects.filter(question__in=named, person=person).select_related("question").first()
    if recusal is not None:
        raise passed_on_already(recusal.question)


def questions_passed_on(chat_session: ChatSession, person: Person) -> frozenset[UUID]:
    """The questions of a chat that this person leaves to the colleagues."""
    rows = Recusal.objects.filter(question__chat_session=chat_session, person=person)
    return frozenset(rows.values_list("question", flat=True))


def query_conflicts(named: Iterable[UUID]) -> BoundQuery[frozenset[int]]:
    """The people who leave one of these questions to their colleagues; nearly always nobody.

    For nobody else require_no_conflict can refuse a command that names no other question.
    """
    return _conflicts_query.bind(questions=set(named)).then(frozenset)


_conflicts_query = PreparedQuery(
    lambda: Recusal.objects.filter(InArray("question_id", Given("questions"))).values_list("person_id", flat=True)
)


def questions_named(op: str, fields: Any) -> Iterator[UUID]:
    """The question that a command of the desk decides about, and the one with which it is merged."""
    if op in STILL_OPEN:
        return
    for name in ("question", "into"):
        found = getattr(fields, name, None)
        if isinstance(found, UUID):
            yield found


STILL_OPEN = ("question.pass_on", "question.release")
"""What a moderator may still send about a question that they have passed on."""
