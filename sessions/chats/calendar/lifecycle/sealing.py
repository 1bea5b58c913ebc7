"""Seal the record of a chat session once its correction window has passed."""

from django.db import transaction
from msgspec import UNSET

from sessions.chats.calendar.lifecycle.hooks import chat_stepped
from sessions.contract.limits import MAX_REASON_GRAPHEMES
from sessions.log import log
from sessions.log.audit import CLOCK
from sessions.log.events.chat_session import SessionSealed
from sessions.log.steps.locks import lock_chat_session
from sessions.log.steps.steps import take_chat_step
from sessions.models import ChatSession, Record
from sessions.platform.text.text_input import clean_optional_line
from sessions.record.compile import seal


@transaction.atomic
def seal_chat_session(chat_session: ChatSession, *, by: str, reason: str = "") -> ChatSession:
    """Seal it: the last entry says so, its root is a leaf of the installation's log, and the log is signed.

    All of that is one transaction. The caller decides whether it is time. Where anybody but the clock does not wait for
    the end of the window, the entry says which role that was, and the reason. Raises Refused state (it is not over, or
    sealed already), too_long, bad_characters; LogRefused (sessions/record/proof/) where the log cannot be signed.
    """
    reason = clean_optional_line(reason, max_graphemes=MAX_REASON_GRAPHEMES)
    chat_session = lock_chat_session(chat_session.pk)
    take_chat_step(chat_session, "seal")
    is_early = by != CLOCK and Record.objects.defer("document").get(chat_session=chat_session).is_in_window
    chat_session.save(update_fields=["state"])
    sealed = SessionSealed(early_by=by.partition(":")[0], reason=reason or UNSET) if is_early else SessionSealed()
    log.append(chat_session, sealed, actor=by)
    seal(chat_session)
    chat_stepped(chat_session=chat_session, step="sealed", by=by)
    return chat_session
