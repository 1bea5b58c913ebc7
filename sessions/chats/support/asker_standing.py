"""Tells when the support of those who ask a question counts otherwise: its place in the queue depends on that."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from sessions.log import log
from sessions.log.events.room import StandingSet
from sessions.models import Question, QuestionState, Standing
from sessions.platform.people import Person

BEST_FIRST = (Standing.COUNTED, Standing.HELD, Standing.NOT_COUNTED)
STILL_PLACED = (QuestionState.QUEUED, QuestionState.ON_FLOOR)
"""Questions whose place the order has still to find; one that is being answered can be returned to the queue."""


def restate_standings(questions: Sequence[Question], *, by: str) -> None:
    """Give each question the best standing of those who ask it, merged ones too, and log the changes.

    Their chats are locked. A question that is nobody's (any longer) keeps its own. Saves the standing alone.
    """
    placed = [question for question in questions if question.state in STILL_PLACED]
    merged = _merged_askers(placed)
    for question in placed:
        own = question.standing if question.author is None else question.author.eligibility.standing
        found = {own, *(person.eligibility.standing for person in merged[question.pk])}
        standing = next(each for each in BEST_FIRST if each in found)
        if standing != question.standing:
            question.standing = standing
            Question.objects.filter(pk=question.pk).update(standing=standing)
            log.append(question.chat_session, StandingSet(id=str(question.pk), standing=standing), actor=by)


def _merged_askers(questions: Iterable[Question]) -> defaultdict[UUID | None, list[Person]]:
    """Askers of merged questions, by the question into which theirs are merged."""
    rows = Question.objects.filter(merged_into__in=questions, state=QuestionState.MERGED, author__isnull=False)
    found = defaultdict[UUID | None, list[Person]](list)
    for row in rows.select_related("author"):
        assert row.author is not None
        found[row.merged_into_id].append(row.author)
    return found
