"""Bring the record and its search up to date after an event that was appended to the public stream after the close."""

import logging

from django.utils.translation import gettext as _

from sessions.models import ChatSession, Record
from sessions.platform.refusals import Refused
from sessions.record.compile import refresh_record
from sessions.record.proof.log_refused import LogRefused
from sessions.record.search.indexing import reindex_record

logger = logging.getLogger(__name__)


def take_into_record(chat_session: ChatSession) -> Record | None:
    """Take events into the record, in the transaction of the event: all or nothing.

    The caller has locked the chat session.

    None for a chat session that got no record, because its log cannot be read. Raises Refused busy while the log of the
    installation cannot be signed: then the operator has to look, and the same can be done later.
    """
    if not Record.objects.filter(chat_session=chat_session).exists():
        return None
    try:
        record = refresh_record(chat_session)
    except LogRefused as refusal:
        logger.warning("Adding to a sealed record failed: %s", refusal)
        raise Refused("busy", _("The record cannot grow at the moment. Nothing was saved: please try later.")) from None
    reindex_record(chat_session)
    return record
