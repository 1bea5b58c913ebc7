"""Count who backs which question: one, or many at once, as they arrive in a busy chat."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.log import log
from sessions.models import Backing, Question, QuestionState, Standing
from sessions.people import Person
from sessions.refusals import Refused
from sessions.state_machine.locks import LockedChatSession, no_such_question, standing_of_question
from sessions.state_machine.steps import require_not_over
from sessions.support.passing_on import COUNT_FIELDS
from sessions.support.voice import voice_of
from sessions.wards.ward_change import acted_elsewhere, voted_elsewhere

type Pair = tuple[UUID, int]
"""A question's id and an account's."""


@dataclass(frozen=True, slots=True)
class Back:
    """A person's request to back a question of this chat session, or (not on) to end the backing."""

    chat_session: LockedChatSession
    person: Person
    question_id: UUID
    on: bool


def back_questions(backs: Sequence[Back]) -> list[Question | Refused]:
    """Decide each as own_questions.back_question does, in their order, with hardly more queries than for one.

    Runs in the caller's transaction. The same person's last request about a question counts.
    """
    questions = _find_questions({back.question_id for back in backs})
    gone = acted_elsewhere((back.person, back.chat_session) for back in backs if back.on)
    decided = [
        voted_elsewhere()
        if back.on and (back.person.pk, back.chat_session.pk) in gone
        else _decide(back, questions.get(back.question_id))
        for back in backs
    ]
    wanted = {
        (back.question_id, back.person.pk): back.on
        for back, question in zip(backs, decided, strict=True)
        if isinstance(question, Question)
    }
    if wanted:
        changed = _bring_about(backs, wanted)
        in_rooms = {back.chat_session.pk: back.chat_session for back in backs if back.question_id in changed}
        for chat_session in in_rooms.values():
            log.announce_backing(chat_session)
    return decided


def _find_questions(ids: Iterable[UUID]) -> dict[UUID, Question]:
    """The questions with these ids, in any chat session. Its lock keeps them as they are."""
    rows = Question.objects.filter(pk__in=ids).only("chat_session", "author", "state", "version")
    return {question.pk: question for question in rows}


def _decide(back: Back, question: Question | None) -> Question | Refused:
    """The question, if that person may back it or end the backing, otherwise the reason against it."""
    try:
        require_not_over(back.chat_session)
    except Refused as no:
        return no
    if question is None or question.chat_session_id != back.chat_session.pk or not question.is_public:
        return no_such_question()
    if question.state != QuestionState.QUEUED:
        return Refused("state", _("This question has left the queue."), facts=standing_of_question(question))
    if question.author_id == back.person.pk:
        return Refused("own_question", _("You asked this question yourself, so your support already counts."))
    return question


def _bring_about(backs: Iterable[Back], wanted: dict[Pair, bool]) -> set[UUID]:
    """Create and delete backings as requested, update the questions' counts, and answer what changed.

    A new backing gets the standing of its person's voice; an existing one keeps its standing until it is deleted.
    """
    rows = _find_backings(wanted)
    standings = {back.person.pk: voice_of(back.person).standing for back in backs}
    gained = [pair for pair, on in wanted.items() if on and pair not in rows]
    lost = [pair for pair, on in wanted.items() if not on and pair in rows]
    now = timezone.now()
    Backing.objects.bulk_create(
        Backing(question_id=question_id, person_id=account_id, backed_at=now, standing=standings[account_id])
        for question_id, account_id in gained
    )
    if lost:
        Backing.objects.filter(pk__in=[rows[pair].pk for pair in lost]).delete()
    changes = Counter((question_id, standings[account_id]) for question_id, account_id in gained)
    changes.subtract((pair[0], rows[pair].standing) for pair in lost)
    alike: defaultdict[tuple[str, int], list[UUID]] = defaultdict(list)
    for (question_id, stands), change in changes.items():
        alike[COUNT_FIELDS[Standing(stands)], change].append(question_id)
    for (field, change), ids in alike.items():
        Question.objects.filter(pk__in=ids).update(**{field: F(field) + change})
    return {question_id for question_id, _person in (*gained, *lost)}


def _find_backings(pairs: Iterable[Pair]) -> dict[Pair, Backing]:
    """The existing backings of these questions by these people."""
    question_ids, account_ids = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    rows = Backing.objects.filter(question__in=question_ids, person__in=account_ids)
    return {(row.question_id, row.person_id): row for row in rows}
