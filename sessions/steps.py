"""Take one question one step along its table, and tell the desk and its author."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NewType
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sessions import log, transitions
from sessions.models import OPEN_STATES, ChatSession, ChatSessionState, Question, QuestionState, StreamName
from sessions.people import Person
from sessions.refusals import Refused

LockedChatSession = NewType("LockedChatSession", ChatSession)
"""A chat session whose row this transaction has locked: whoever asks for one neither locks nor reads it again."""


def actor(role: str, person: Person | None = None) -> str:
    """Who did it, for the log: the role and the person's opaque id, never a name."""
    return f"{role}:{person.public_id}" if person is not None else role


def lock_chat_session(chat_session_id: UUID) -> LockedChatSession:
    """The chat session with its ward and office, locked until the transaction ends; always the first lock taken.

    Raises Refused not_found.
    """
    chat_session = lock_chat_sessions([chat_session_id]).get(chat_session_id)
    if chat_session is None:
        raise no_such_chat()
    return chat_session


def lock_chat_sessions(ids: Iterable[UUID]) -> dict[UUID, LockedChatSession]:
    """The same for several, in one query, always locked in the same order; those that do not exist are left out."""
    rows = ChatSession.objects.select_for_update(of=("self",)).select_related("ward", "office", "schedule")
    return {row.pk: LockedChatSession(row) for row in rows.filter(pk__in=set(ids)).order_by("pk")}


def no_such_chat() -> Refused:
    return Refused("not_found", _("There is no such chat."))


def require_not_over(chat_session: ChatSession) -> None:
    """Raises Refused closed once the chat session is closed or cancelled."""
    if chat_session.state not in OPEN_STATES:
        raise Refused("closed", _("This chat is over."), facts={"state": chat_session.state})


def require_live(chat_session: ChatSession) -> None:
    """Raises Refused closed or not_open unless the chat session is live."""
    require_not_over(chat_session)
    if chat_session.state != ChatSessionState.LIVE:
        raise Refused("not_open", _("This chat has not opened yet."), facts={"state": chat_session.state})


def lock_question(chat_session: ChatSession, question_id: UUID, *, version: int | None = None) -> Question:
    """A question of this chat session, locked until the transaction ends.

    version is what the decider saw. Raises Refused not_found, or stale with the current state.
    """
    rows = Question.objects.select_for_update(of=("self",)).select_related("author")
    question = rows.filter(chat_session=chat_session, pk=question_id).first()
    if question is None:
        raise Refused("not_found", _("There is no such question."))
    question.chat_session = chat_session
    if version is not None and question.version != version:
        raise Refused("stale", _("Somebody else has changed this question in the meantime."), facts=standing(question))
    return question


def require_step(question: Question, name: str) -> QuestionState:
    """The state that the step leads to. Raises Refused state where the table has no such step."""
    state = transitions.QUESTION[name].get(question.state)
    if state is None:
        raise Refused("state", _("That cannot be done with this question now."), facts=standing(question))
    return state


def take_step(question: Question, name: str, *, by: str, told: Mapping[str, Any] | None = None) -> None:
    """Move a locked question along the table, save it whole, and append its desk event.

    Fields that the caller has set are saved too. told adds to the desk event's body. The author is told through
    the same event. Raises Refused state where the table has no such step.
    """
    question.state = require_step(question, name)
    append_change(question, DESK_EVENTS[name], by=by, told=told)


def append_change(question: Question, event: str, *, by: str, told: Mapping[str, Any] | None = None) -> None:
    """Save a locked question under a new version and append its desk event."""
    append_changes([question], event, by=by, told=told)


def append_changes(
    questions: Sequence[Question], event: str, *, by: str, told: Mapping[str, Any] | None = None
) -> None:
    """The same for several of one chat session, whose row is locked."""
    if not questions:
        return
    for question in questions:
        question.version += 1
        question.save()
    entries = [
        log.Entry(
            type=event,
            body={"id": str(question.pk), "state": question.state, "version": question.version, **(told or {})},
            actor=by,
            note_to=question.author.public_id if question.author else None,
        )
        for question in questions
    ]
    log.append_all(questions[0].chat_session, entries, stream=StreamName.DESK)


def standing(question: Question) -> dict[str, Any]:
    """How a question stands: what every answer about it says at least."""
    return {"question": str(question.pk), "state": question.state, "version": question.version}


DESK_EVENTS = {
    "claim": "question.claimed",
    "release": "question.released",
    "approve": "question.approved",
    "hold": "question.held",
    "decline": "question.declined",
    "merge": "question.merged",
    "take_down": "question.removed",
    "withdraw": "question.withdrawn",
    "take": "question.taken",
    "return": "question.returned",
    "answer": "question.answered",
    "defer": "question.on_notice",
}
