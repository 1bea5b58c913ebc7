"""Declines obvious copies together: several questions, one reason, one transaction."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.desk.undoing import decide_later
from moderation.screening import decline_question
from sessions.contract.limits import MAX_DECLINED_TOGETHER
from sessions.models import ChatSession, Question
from sessions.people import Person
from sessions.refusals import Refused
from sessions.state_machine.locks import lock_chat_session


class Seen(NamedTuple):
    """A question, and the version of it that the moderator saw."""

    question_id: UUID
    version: int


@transaction.atomic
def decline_together(
    chat_session: ChatSession,
    seen: Sequence[Seen],
    *,
    moderator: Person,
    reason: str,
    note: str,
    seconds: int = 0,
) -> list[Question]:
    """Decline all of these questions for one reason, or none of them.

    seconds: for so long each can be undone by itself (moderation/desk/undoing.py); 0 for at once. Raises Refused
    bad_field for none, for one twice or for more than MAX_DECLINED_TOGETHER; and as decline_question, where `changed`
    among the facts names the questions that stand in the way.
    """
    if not 0 < len(seen) <= MAX_DECLINED_TOGETHER or len({each.question_id for each in seen}) < len(seen):
        raise Refused("bad_field", _("Choose between 1 and 50 questions."))
    chat_session = lock_chat_session(chat_session.pk)
    declined: list[Question] = []
    refusals: list[tuple[UUID, Refused]] = []
    decide: Callable[..., Question] = decline_question
    fields: dict[str, Any] = {"reason": reason, "note": note}
    if seconds:
        decide, fields = decide_later, {"decision": "decline", "fields": fields, "seconds": seconds}
    for question_id, version in seen:
        try:
            declined.append(decide(chat_session, question_id, moderator=moderator, version=version, **fields))
        except Refused as no:
            refusals.append((question_id, no))
    if refusals:
        first = refusals[0][1]
        changed = [str(question_id) for question_id, _no in refusals]
        raise Refused(first.code, first.message, facts={"changed": changed})
    return declined
