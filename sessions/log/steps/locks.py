"""Lock the rows that a command decides about, always in the same order: chats, then their wards, then questions."""

from collections.abc import Callable, Collection, Iterable
from functools import partial, update_wrapper
from typing import Any, Concatenate, NewType, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import BigIntegerField, QuerySet, UUIDField
from django.utils.translation import gettext_lazy as _

from sessions.models import ChatSession, Question, QuestionState, Ward
from sessions.platform.database.in_array import InArray
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.database.read_together import BoundQuery
from sessions.platform.refusals import Refused

LockedChatSession = NewType("LockedChatSession", ChatSession)
"""A chat session as this transaction has read it with its row locked, and not changed it since."""


class LockingFunction[**P, R]:
    """A function about a locked chat session, for callers that have not locked it: all of it is done, or nothing.

    on_locked: the function itself. A caller that has locked the chat session spares a query and a savepoint by it; if
    the function raises an error, the caller has to roll back what it may have written.
    """

    def __init__(self, on_locked: Callable[Concatenate[LockedChatSession, P], R]) -> None:
        self.on_locked = on_locked
        update_wrapper(self, on_locked)

    def __call__(self, chat_session: ChatSession, *args: P.args, **kwargs: P.kwargs) -> R:
        """Lock and read the chat session first, in a transaction of its own. Raises Refused not_found, too."""
        with transaction.atomic():
            return self.on_locked(lock_chat_session(chat_session.pk), *args, **kwargs)


def locks_chat_session[**P, R](on_locked: Callable[Concatenate[LockedChatSession, P], R]) -> LockingFunction[P, R]:
    """Decorates a function whose first parameter is the locked chat session."""
    return LockingFunction(on_locked)


def lock_chat_session(chat_session_id: UUID) -> LockedChatSession:
    """The chat session with its ward and office, locked until the transaction ends; always the first lock taken.

    Raises Refused not_found.
    """
    return lock_chat_session_with(chat_session_id, ())


def lock_chat_session_with(chat_session_id: UUID, others: Collection[UUID]) -> LockedChatSession:
    """Lock a chat session and others that the same transaction needs; return the first. Raises Refused not_found."""
    chat_session = lock_chat_sessions({chat_session_id, *others}).get(chat_session_id)
    if chat_session is None:
        raise no_such_chat()
    return chat_session


def lock_chat_sessions(ids: Iterable[UUID]) -> dict[UUID, LockedChatSession]:
    """Lock several chat sessions in one query, always in the same order; those that do not exist are left out."""
    return locks_of_chat_sessions(ids).read()


def locks_of_chat_sessions(
    ids: Iterable[UUID], *, skips_locked: bool = False
) -> BoundQuery[dict[UUID, LockedChatSession]]:
    """The query of lock_chat_sessions. skips_locked: those that another transaction holds are left out, too."""
    query = _free_chat_sessions_query if skips_locked else _chat_sessions_query
    return query.bind(ids=set(ids)).then(lambda rows: {row.pk: LockedChatSession(row) for row in rows})


def _lock_rows(*, skips_locked: bool) -> "QuerySet[ChatSession, ChatSession]":
    locked = ChatSession.objects.select_for_update(of=("self",), skip_locked=skips_locked)
    return locked.select_related("ward", "office", "schedule").filter(InArray("pk", Given("ids"))).order_by("pk")


_chat_sessions_query = PreparedQuery(partial(_lock_rows, skips_locked=False))
_free_chat_sessions_query = PreparedQuery(partial(_lock_rows, skips_locked=True))


def no_such_chat() -> Refused:
    return Refused("not_found", _("There is no such chat."))


def no_such_question() -> Refused:
    """Return the refusal for an unknown question, or one that the person may not know of."""
    return Refused("not_found", _("There is no such question."))


def lock_question(chat_session: ChatSession, question_id: UUID, *, version: int | None = None) -> Question:
    """A question of this chat session, locked until the transaction ends.

    version: the one that the person saw. Raises Refused not_found, or stale with the current state.
    """
    question: Question | None = _question_query.first(chat_session=chat_session.pk, question=question_id)
    if question is None:
        raise no_such_question()
    question.chat_session = chat_session
    if version is not None and question.version != version:
        raise Refused(
            "stale", _("Somebody else has changed this question in the meantime."), facts=question_state_facts(question)
        )
    return question


_question_query = PreparedQuery(
    lambda: (
        Question.objects.select_for_update(of=("self",))
        .select_related("author")
        .filter(chat_session=Given("chat_session", UUIDField()), pk=Given("question", UUIDField()))
    )
)


def lock_public_question(chat_session: ChatSession, question_id: UUID) -> Question:
    """Lock a public question. Raises Refused not_found, also for a question that is not public."""
    question = lock_question(chat_session, question_id)
    if not question.is_public:
        raise no_such_question()
    return question


def lock_on_floor(chat_session: ChatSession, question_id: UUID) -> Question:
    """Lock the question that is being answered. Raises Refused not_found or not_on_floor."""
    question = lock_public_question(chat_session, question_id)
    if question.state != QuestionState.ON_FLOOR:
        raise Refused(
            "not_on_floor", _("This question is not being answered now."), facts=question_state_facts(question)
        )
    return question


def lock_chats_ahead(wards: Collection[Ward | None]) -> None:
    """Lock all chats ahead in these wards (None among them: in all wards), before the first ward itself is locked.

    A step that moves or opens a chat session locks it and then its ward. A step that changes several has to do so in
    the same order: otherwise two clerks who save at once could wait for each other.
    """
    rows = ChatSession.objects.ahead()
    if None not in wards:
        rows = rows.filter(ward__in=[ward for ward in wards if ward is not None])
    lock_chat_sessions(rows.values_list("pk", flat=True))


def lock_ward(ward: Ward) -> None:
    """Lock the ward's row until the transaction ends, so that no two of its chat sessions are planned at once."""
    _ward_query.get(ward=ward.pk)


_ward_query = PreparedQuery(
    lambda: Ward.objects.select_for_update(of=("self",)).filter(pk=Given("ward", BigIntegerField()))
)


class VersionedQuestion(Protocol):
    """A question, as a model or as a row that is being saved."""

    @property
    def id(self) -> UUID: ...
    @property
    def state(self) -> str: ...
    @property
    def version(self) -> int: ...


def question_state_facts(question: VersionedQuestion) -> dict[str, Any]:
    """What every answer about a question says at least: which one, its state, its version."""
    return {"question": str(question.id), "state": question.state, "version": question.version}
