"""Count who backs which question: one, or many at once, as they arrive in a busy chat."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.chats.support.support_counts import COUNT_FIELDS
from sessions.city.wards.ward_change import acted_elsewhere, voted_elsewhere
from sessions.log import log
from sessions.log.steps.locks import LockedChatSession, no_such_question, question_state_facts
from sessions.log.steps.steps import require_not_over
from sessions.models import Backing, Question, QuestionState, Standing
from sessions.platform.database.in_array import InArray
from sessions.platform.database.insert_rows import insert_rows
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import BoundQuery, read_together
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

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
    ids, people = {back.question_id for back in backs}, {back.person.pk for back in backs}
    questions, present = read_together(_query_questions(ids), _query_backings(ids, people))
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
        changed = _bring_about(backs, wanted, present)
        in_rooms = {back.chat_session.pk: back.chat_session for back in backs if back.question_id in changed}
        for chat_session in in_rooms.values():
            log.announce_backing(chat_session)
    return decided


class _PresentBacking(NamedTuple):
    """A row of Backing."""

    pk: int
    standing: str


def _query_questions(ids: set[UUID]) -> BoundQuery[dict[UUID, Question]]:
    """The questions with these ids, in any chat session. Its lock keeps them as they are."""
    return _questions_query.bind(ids=ids).then(lambda rows: {question.pk: question for question in rows})


_questions_query = PreparedQuery(
    lambda: Question.objects.filter(InArray("pk", Given("ids"))).only("chat_session", "author", "state", "version")
)


def _query_backings(question_ids: set[UUID], account_ids: set[int]) -> BoundQuery[dict[Pair, _PresentBacking]]:
    """The present backings of these questions by these people."""
    rows = _backings_query.bind(questions=question_ids, people=account_ids)
    return rows.then(
        lambda found: {
            (question_id, account_id): _PresentBacking(pk, standing) for question_id, account_id, pk, standing in found
        }
    )


_backings_query = PreparedQuery(
    lambda: Backing.objects.filter(
        InArray("question_id", Given("questions")), InArray("person_id", Given("people"))
    ).values_list("question_id", "person_id", "pk", "standing")
)


def _decide(back: Back, question: Question | None) -> Question | Refused:
    """The question, if that person may back it or end the backing, otherwise the reason against it."""
    try:
        require_not_over(back.chat_session)
    except Refused as no:
        return no
    if question is None or question.chat_session_id != back.chat_session.pk or not question.is_public:
        return no_such_question()
    if question.state != QuestionState.QUEUED:
        return Refused("state", _("This question has left the queue."), facts=question_state_facts(question))
    if question.author_id == back.person.pk:
        return Refused("own_question", _("You asked this question yourself, so your support already counts."))
    return question


def _bring_about(backs: Iterable[Back], wanted: dict[Pair, bool], present: dict[Pair, _PresentBacking]) -> set[UUID]:
    """Create and delete backings as requested, update the questions' counts, and answer what changed.

    A new backing gets the standing of its person's support; an existing one keeps its standing until it is deleted.
    """
    standings = {back.person.pk: back.person.eligibility.standing for back in backs}
    gained = [pair for pair, on in wanted.items() if on and pair not in present]
    lost = [pair for pair, on in wanted.items() if not on and pair in present]
    now = timezone.now()
    if gained:
        rows = [(question_id, account_id, now, standings[account_id]) for question_id, account_id in gained]
        insert_rows(Backing, ("question_id", "person_id", "backed_at", "standing"), rows)
    if lost:
        Backing.objects.filter(pk__in=[present[pair].pk for pair in lost]).delete()
    changes = Counter((question_id, standings[account_id]) for question_id, account_id in gained)
    changes.subtract((pair[0], present[pair].standing) for pair in lost)
    alike: defaultdict[tuple[str, int], list[UUID]] = defaultdict(list)
    for (question_id, stands), change in changes.items():
        alike[COUNT_FIELDS[Standing(stands)], change].append(question_id)
    for (field, change), ids in alike.items():
        Question.objects.filter(pk__in=ids).update(**{field: F(field) + change})
    return {question_id for question_id, _person in (*gained, *lost)}
