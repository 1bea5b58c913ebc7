"""Finish redactions of versions that did not look for an answer's promises on the lists of later chats.

They left the words of a promise on each list of what is owed, and what the office said of it there. Every start of the
server and every restore does again what a redaction of today does by itself; where nothing is left, nothing changes.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from sessions.log.steps.locks import lock_chat_session_with
from sessions.models import ChatSession, Redaction
from sessions.promises.owed_block.redacting import chats_that_listed_from, redact_on_lists
from sessions.promises.sources.withholding import destroy_words_of, promises_redacted_with
from sessions.promises.steps import lock_promise
from sessions.record.redaction.hooks import chats_reached_from
from sessions.record.redaction.storage import clean_up, overwrite_deleted


def finish_older_redactions() -> int:
    """Destroy what is left on lists, with a redaction of each chat's own; answers how many of these were missing.

    One transaction for each chat whose answers were redacted. The files are clean before this returns, unless a chat
    is live: then the thread of the server cleans them later.
    """
    redacted = Redaction.objects.confirmed().order_by().values_list("chat_session", flat=True).distinct()
    listed = [chat_session_id for chat_session_id in redacted if chats_that_listed_from(chat_session_id)]
    if not listed:
        return 0
    overwrite_deleted()
    missing = sum(map(_finish_those_of, listed))
    clean_up()
    return missing


@transaction.atomic
def _finish_those_of(chat_session_id: UUID) -> int:
    chat_session = lock_chat_session_with(chat_session_id, chats_reached_from(chat_session_id))
    confirmed = Redaction.objects.confirmed().filter(chat_session=chat_session).prefetch_related("entries")
    return sum(len(_finish(chat_session, each)) for each in confirmed.order_by("decided_at", "pk"))


def _finish(chat_session: ChatSession, redaction: Redaction) -> Sequence[Redaction]:
    promises = sorted(promises_redacted_with(chat_session, redaction.entries.all()))
    missing = redact_on_lists(promises, redaction, said_until=redaction.decided_at)
    for promise in map(lock_promise, promises):
        if promise.what:  # whatever else it has was said after the redaction
            destroy_words_of(promise, ground=redaction.ground, authority=redaction.authority)
            Redaction.objects.filter(pk=redaction.pk).update(cleaned_at=None)
    return missing
