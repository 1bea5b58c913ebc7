"""Decides about a question: locks it, changes its state, and saves the decision."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.models import Decision
from sessions.contract.limits import MAX_NOTE_GRAPHEMES
from sessions.contract.reasons import Reason
from sessions.models import ChatSession, Question
from sessions.people import Person
from sessions.refusals import Refused
from sessions.state_machine.locks import lock_chat_session, lock_question
from sessions.state_machine.steps import actor, require_not_over, take_step
from sessions.text.text_input import clean_optional_line


def lock_seen(chat_session: ChatSession, question_id: UUID, version: int) -> Question:
    """The question as the moderator saw it, with its chat session, both locked until the transaction ends.

    Raises Refused: closed, not_found, stale.
    """
    chat_session = lock_chat_session(chat_session.pk)
    require_not_over(chat_session)
    return lock_question(chat_session, question_id, version=version)


def decide(question: Question, name: str, moderator: Person, told: Mapping[str, Any] | None = None) -> None:
    """Change the state, end any claim, and save the decision. Raises Refused state."""
    question.claimed_by = None
    seen = question.version
    take_step(question, name, by=actor("moderator", moderator), told={"claimed_by": None, **(told or {})})
    Decision.objects.create(
        question=question,
        moderator=moderator,
        step=name,
        version=seen,
        reason=question.reason if name in WITH_REASON else "",
        decided_at=timezone.now(),
    )


WITH_REASON = ("decline", "take_down")


def require_reason(reason: str) -> None:
    """Raises Refused bad_field unless it is one of the eight reasons."""
    if reason not in Reason:
        raise Refused("bad_field", _("Choose one of the reasons."))


def clean_note(note: str) -> str:
    """The normalised note; blank for none. Raises Refused too_long or bad_characters."""
    return clean_optional_line(note, max_graphemes=MAX_NOTE_GRAPHEMES)
