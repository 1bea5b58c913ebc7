"""Commands that only read: answered without a transaction, a lock or a stored reply, and beside the queue."""

import logging
from collections.abc import Callable
from typing import Any

from django.utils import translation

from chatserver.live.commands.command_texts import clean_fields
from chatserver.live.commands.operations import Result
from chatserver.live.commands.replies import Reply, reply_to
from chatserver.live.commands.submitted_commands import CommandDecision, CommandOutcome, SubmittedCommand, find_callers
from moderation.questions.similar.draft_check import check_draft
from sessions.city.people import access
from sessions.log.steps.locks import no_such_chat
from sessions.models import ChatSession
from sessions.platform.refusals import Refused

logger = logging.getLogger(__name__)


def _check_draft(chat_session: ChatSession, fields: Any) -> Result:
    return check_draft(chat_session, fields.text)


READ_OPERATIONS: dict[str, Callable[[ChatSession, Any], Result]] = {"draft.check": _check_draft}


def answer_read(submitted: SubmittedCommand) -> Reply:
    """The reply to one of READ_OPERATIONS. A failure is logged, and the reply says so."""
    with translation.override(submitted.language):
        try:
            return reply_to(submitted, decide_read(submitted))
        except Exception as error:  # noqa: BLE001 -- every command gets an answer
            return reply_to(submitted, error)


def decide_read(submitted: SubmittedCommand) -> CommandDecision:
    """What is read, or the refusal; in a few queries."""
    [caller] = find_callers([submitted])
    if isinstance(caller, Refused):
        return caller
    rows = ChatSession.objects.select_related("ward", "office", "schedule")
    chat_session = rows.filter(pk=submitted.chat_session_id).first()
    if chat_session is None:
        return no_such_chat()
    duties, op = access.duties_of(caller, chat_session), submitted.command.op
    no = access.why_not(caller, duties, chat_session, op, door=submitted.door, is_proven=submitted.is_proven)
    if no is not None:
        return no
    try:
        fields = clean_fields(op, submitted.command.fields)
        return CommandOutcome(READ_OPERATIONS[op](chat_session, fields), duplicate=False)
    except Refused as refusal:
        return refusal
