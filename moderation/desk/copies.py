"""Decides about obvious copies together: several questions, one reason or one target, one transaction."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.desk.undoing import UndoableDecision, decide_later
from sessions.contract.limits import MAX_DECIDED_TOGETHER
from sessions.log.steps.locks import LockedChatSession, locks_chat_session
from sessions.models import Question
from sessions.platform.people import Person
from sessions.platform.refusals import Refused


class Seen(NamedTuple):
    """A question, and the version of it that the moderator saw."""

    question_id: UUID
    version: int


@locks_chat_session
def decline_together(
    chat_session: LockedChatSession,
    seen: Sequence[Seen],
    *,
    moderator: Person,
    reason: str,
    note: str,
    seconds: int = 0,
) -> list[Question]:
    """Decline all of these questions for one reason, or none of them.

    seconds: for so long each can be undone by itself (moderation/desk/undoing.py); 0 for at once. Raises Refused
    bad_field for none, for one twice or for more than MAX_DECIDED_TOGETHER; and as decline_question, where `changed`
    among the facts names the questions that stand in the way.
    """
    decision = UndoableDecision("decline", {"reason": reason, "note": note}, seconds)
    return _decide_together(decision, chat_session, seen, moderator=moderator)


@locks_chat_session
def merge_together(
    chat_session: LockedChatSession, seen: Sequence[Seen], *, moderator: Person, into: UUID, seconds: int = 0
) -> list[Question]:
    """Merge all of these questions into a public one, or none of them. Raises Refused as decline_together."""
    decision = UndoableDecision("merge", {"into": into}, seconds)
    return _decide_together(decision, chat_session, seen, moderator=moderator)


def _decide_together(
    decision: UndoableDecision, chat_session: LockedChatSession, seen: Sequence[Seen], *, moderator: Person
) -> list[Question]:
    if not 0 < len(seen) <= MAX_DECIDED_TOGETHER or len({each.question_id for each in seen}) < len(seen):
        raise Refused("bad_field", _("Choose between 1 and 50 questions."))
    decided: list[Question] = []
    refusals: list[tuple[UUID, Refused]] = []
    for question_id, version in seen:
        told: dict[str, Any] = {"moderator": moderator, "version": version}
        try:
            with transaction.atomic():  # the next one is decided as if this one had never been tried
                if decision.seconds:
                    decided.append(decide_later.on_locked(chat_session, question_id, **told, decision=decision))
                else:
                    decided.append(decision.make(chat_session, question_id, **told))
        except Refused as no:
            refusals.append((question_id, no))
    if refusals:
        first = refusals[0][1]
        changed = [str(question_id) for question_id, _no in refusals]
        raise Refused(first.code, first.message, facts={"changed": changed})
    return decided
