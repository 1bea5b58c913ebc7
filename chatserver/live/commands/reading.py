"""Commands that only read: answered without a transaction, a lock or a stored reply, and beside the queue."""

import logging
from collections.abc import Callable
from typing import Any

from django.utils import translation

from chatserver.live.commands.command_texts import clean_fields
from chatserver.live.commands.operations import Result
from chatserver.live.commands.orders import CommandDecision, CommandOutcome, Order, find_callers
from chatserver.live.commands.replies import Reply, reply_to
from moderation.similar.draft_check import check_draft
from sessions.models import ChatSession
from sessions.permissions import access
from sessions.refusals import Refused
from sessions.state_machine.locks import no_such_chat

logger = logging.getLogger(__name__)


def _check_draft(chat_session: ChatSession, fields: Any) -> Result:
    return check_draft(chat_session, fields.text)


READING: dict[str, Callable[[ChatSession, Any], Result]] = {"draft.check": _check_draft}


def read_for(order: Order) -> Reply:
    """The reply to one of READING. A failure is logged, and the reply says so."""
    with translation.override(order.language):
        try:
            return reply_to(order, decide_read(order))
        except Exception as error:  # noqa: BLE001 -- every command gets an answer
            return reply_to(order, error)


def decide_read(order: Order) -> CommandDecision:
    """What is read, or the refusal; in a few queries."""
    [caller] = find_callers([order])
    if isinstance(caller, Refused):
        return caller
    rows = ChatSession.objects.select_related("ward", "office", "schedule")
    chat_session = rows.filter(pk=order.chat_session_id).first()
    if chat_session is None:
        return no_such_chat()
    duties, op = access.duties_of(caller, chat_session), order.command.op
    no = access.why_not(caller, duties, chat_session, op, door=order.door, is_proven=order.is_proven)
    if no is not None:
        return no
    try:
        fields = clean_fields(op, order.command.fields)
        return CommandOutcome(READING[op](chat_session, fields), duplicate=False)
    except Refused as refusal:
        return refusal
