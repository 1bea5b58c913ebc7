"""Take one question one step along its table, and tell the desk and its author."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from sessions.log import log
from sessions.log.events.desk import (
    DeskAnswered,
    DeskApproved,
    DeskClaimed,
    DeskDeclined,
    DeskHeld,
    DeskMerged,
    DeskOnNotice,
    DeskReleased,
    DeskRemoved,
    DeskReopened,
    DeskReturned,
    DeskTaken,
    DeskWithdrawn,
)
from sessions.log.events.streams import DeskEvent, PublicEvent
from sessions.log.logged_event import LoggedEvent
from sessions.log.steps import transitions
from sessions.log.steps.locks import question_state_facts
from sessions.models import OPEN_STATES, RECORD_STATES, ChatSession, ChatSessionState, Question, QuestionState
from sessions.platform.hooks import Hook
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


@Hook
def step_taken(*, question: Question, step: str) -> None:
    """Called in the transaction of the step, with the locked question and the step's name.

    The desk's event stands in the log already, and those of the room that are given as `public`. What the caller
    writes after the step does not exist yet, such as the Answer row of a final part.
    """


def actor(role: str, person: Person | None = None) -> str:
    """The actor for the log: the role and the person's opaque id, never a name."""
    return f"{role}:{person.public_id}" if person is not None else role


def require_not_over(chat_session: ChatSession) -> None:
    """Raises Refused closed once the chat session is closed or cancelled."""
    if chat_session.state not in OPEN_STATES:
        raise Refused("closed", _("This chat is over."), facts={"state": chat_session.state})


def require_live(chat_session: ChatSession) -> None:
    """Raises Refused closed or not_open unless the chat session is live."""
    require_not_over(chat_session)
    if chat_session.state != ChatSessionState.LIVE:
        raise Refused("not_open", _("This chat has not opened yet."), facts={"state": chat_session.state})


def take_chat_step(chat_session: ChatSession, name: str) -> None:
    """Move a locked chat session along its table; the caller saves it. Raises Refused state without such a step."""
    state = transitions.CHAT_SESSION[name].get(chat_session.state)
    if state is None:
        message = _("That cannot be done with this chat now.")
        raise Refused("state", message, facts={"state": chat_session.state})
    chat_session.state = state


def require_over(chat_session: ChatSession) -> None:
    """Raises Refused state unless the chat session is closed or sealed."""
    if chat_session.state not in RECORD_STATES:
        raise Refused("state", _("This chat is not over yet."), facts={"state": chat_session.state})


def require_step(question: Question, name: str) -> QuestionState:
    """The state that the step leads to. Raises Refused state where the table has no such step."""
    state = transitions.QUESTION_TRANSITIONS[name].get(question.state)
    if state is None:
        raise Refused("state", _("That cannot be done with this question now."), facts=question_state_facts(question))
    return state


def take_step(
    question: Question,
    name: str,
    *,
    by: str,
    told: Mapping[str, Any] | None = None,
    public: Sequence[PublicEvent] = (),
) -> list[LoggedEvent]:
    """Move a locked question along the table, save it whole, and append its desk event.

    Fields that the caller has set are saved, too. A decision that waits about it ends with its state. told: the fields
    of the desk event besides id, state and version; see sessions/log/events/desk.py. public: what the room is told of
    the step; answers these events as they are logged. Raises Refused state where the table has no such step.
    """
    before, question.state = question.state, require_step(question, name)
    if question.state != before:
        question.pending = question.pending_until = None
    logged = append_change(question, DESK_EVENTS[name], by=by, told=told, public=public)
    step_taken(question=question, step=name)
    return logged


def append_change(
    question: Question,
    event: Callable[..., DeskEvent],
    *,
    by: str,
    told: Mapping[str, Any] | None = None,
    public: Sequence[PublicEvent] = (),
) -> list[LoggedEvent]:
    """Save a locked question under a new version and append its desk event; public: as in take_step."""
    return append_changes([question], event, by=by, told=told, public=public)


def append_changes(
    questions: Sequence[Question],
    event: Callable[..., DeskEvent],
    *,
    by: str,
    told: Mapping[str, Any] | None = None,
    public: Sequence[PublicEvent] = (),
) -> list[LoggedEvent]:
    """Save several questions of one locked chat session under new versions, and append their desk events, if any."""
    if not questions:
        return []
    for question in questions:
        question.version += 1
        question.save()
    entries = [
        log.NewEvent(
            event(id=str(question.pk), state=question.state, version=question.version, **(told or {})),
            by,
            author=question.author.public_id if question.author else None,
        )
        for question in questions
    ]
    entries += [log.NewEvent(each, by) for each in public]
    return log.append_all(questions[0].chat_session, entries)[len(questions) :]


DESK_EVENTS: dict[str, Callable[..., DeskEvent]] = {
    "claim": DeskClaimed,
    "release": DeskReleased,
    "approve": DeskApproved,
    "hold": DeskHeld,
    "decline": DeskDeclined,
    "reopen": DeskReopened,
    "merge": DeskMerged,
    "take_down": DeskRemoved,
    "withdraw": DeskWithdrawn,
    "take": DeskTaken,
    "return": DeskReturned,
    "answer": DeskAnswered,
    "answer_in_writing": DeskAnswered,
    "defer": DeskOnNotice,
}
