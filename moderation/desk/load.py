"""The load of the desk, for the clerk: how many questions wait, for how long, and which moderators are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.contrib.auth import get_user_model
from django.db.models import Max, Min
from django.utils import timezone

from moderation.models import Decision
from sessions.contract.desk_times import CLAIM_SECONDS
from sessions.models import Appointment, ChatSession, Duty, Question, QuestionState

LATELY = timedelta(minutes=15)
FIRST_DECISIONS = ("approve", "hold", "decline", "merge")


@dataclass(frozen=True, slots=True)
class ModeratorAtWork:
    """A moderator at work.

    seen_at: the last claim or decision in this chat; None for none. reading: the receipt of the claimed question.
    """

    name: str
    seen_at: datetime | None
    reading: str
    decided_lately: int


@dataclass(frozen=True, slots=True)
class DeskLoad:
    """The load of the desk.

    lately: within LATELY. oldest: how long the oldest waiting question waits; None where none does.

    median_wait: from the asking to the decision, of what was decided lately; None where nothing was.
    """

    waiting: int
    held: int
    asked_lately: int
    decided_lately: int
    oldest: timedelta | None
    median_wait: timedelta | None
    moderators: list[ModeratorAtWork]


def load_of(chat_session: ChatSession, now: datetime) -> DeskLoad:
    """Read the load of the desk in seven queries, however many questions and moderators there are."""
    questions = Question.objects.filter(chat_session=chat_session)
    waiting = questions.filter(state=QuestionState.WAITING)
    oldest_at = waiting.aggregate(at=Min("asked_at"))["at"]
    decided = Decision.objects.filter(question__chat_session=chat_session, step__in=FIRST_DECISIONS)
    lately = list(
        decided.filter(decided_at__gt=now - LATELY).values_list("moderator", "decided_at", "question__asked_at")
    )
    waits = [(decided_at - asked_at).total_seconds() for _moderator, decided_at, asked_at in lately]
    return DeskLoad(
        waiting=waiting.count(),
        held=questions.filter(state=QuestionState.HELD).count(),
        asked_lately=questions.filter(asked_at__gt=now - LATELY).count(),
        decided_lately=len(lately),
        oldest=now - oldest_at if oldest_at else None,
        median_wait=timedelta(seconds=median(waits)) if waits else None,
        moderators=_moderators(chat_session, now, [moderator for moderator, _decided, _asked in lately]),
    )


def _moderators(chat_session: ChatSession, now: datetime, lately: Iterable[int | None]) -> list[ModeratorAtWork]:
    """Everybody who is appointed to moderate this ward today; those who were seen last come first."""
    appointed = Appointment.objects.held_on(timezone.localdate()).filter(duty=Duty.MODERATOR)
    people = get_user_model().objects.filter(
        pk__in=appointed.covering(chat_session.ward).values("person"), is_active=True
    )
    claims = Question.objects.filter(chat_session=chat_session, claimed_until__gt=now, claimed_by__isnull=False)
    reading = {
        by: (receipt, until) for by, receipt, until in claims.values_list("claimed_by", "receipt", "claimed_until")
    }
    decided = Decision.objects.filter(question__chat_session=chat_session).order_by()
    last = dict(decided.values_list("moderator").annotate(Max("decided_at")))
    numbers = list(lately)
    rows = []
    for person in people:
        receipt, until = reading.get(person.pk, ("", None))
        claimed_at = until - timedelta(seconds=CLAIM_SECONDS) if until else None
        seen = [moment for moment in (claimed_at, last.get(person.pk)) if moment is not None]
        rows.append(ModeratorAtWork(person.shown_as, max(seen, default=None), receipt, numbers.count(person.pk)))
    return sorted(rows, key=lambda row: (row.seen_at is None, -row.seen_at.timestamp() if row.seen_at else 0, row.name))
