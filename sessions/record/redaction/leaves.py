"""The leaf of each redaction in the installation's log, which is appended later where the log refuses it now.

A redaction is never delayed by the log: a court's order has to be obeyed even while the log is out of order.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sessions.log.event_form import tag_of
from sessions.log.events.room import QuestionRedacted
from sessions.log.steps.locks import lock_chat_session
from sessions.models import Record, RedactedEntry, Redaction
from sessions.record.compile import refresh_in_any_case
from sessions.record.proof.installation_log import append_redaction
from sessions.record.proof.log_refused import LogRefused


def append_leaves(record: Record) -> bool:
    """Append the leaves that this record's redactions lack; answers whether none is lacking now.

    In the caller's transaction, which has locked the chat session. Each leaf holds the line of the document.
    """
    lines = _lines_by_seq(record.document)
    lacking = RedactedEntry.objects.filter(
        redaction__chat_session=record.chat_session_id, log_index=None, told_seq__in=lines
    )
    for entry in lacking.order_by("told_seq"):
        assert entry.told_seq is not None, "the query asks for it"
        entry.log_index = _append({"record": record.slug, **lines[entry.told_seq]})
        if entry.log_index is None:
            return False
        entry.save(update_fields=["log_index"])
    return True


def append_missing_leaves() -> None:
    """For the clock: what the log refused before, a record's new state among it. One query where nothing is missing."""
    lacking = Redaction.objects.confirmed().filter(entries__log_index=None, entries__told_seq__isnull=False)
    for chat_session_id in lacking.order_by().values_list("chat_session", flat=True).distinct():
        with transaction.atomic():
            chat_session = lock_chat_session(chat_session_id)
            has_record = Record.objects.filter(chat_session=chat_session).exists()
            if has_record and not append_leaves(refresh_in_any_case(chat_session)):
                return


def _append(data: Mapping[str, Any]) -> int | None:
    """Return the index of the new leaf; None where the log refuses it now."""
    try:
        with transaction.atomic():
            return append_redaction(data=data)
    except LogRefused:
        return None


def _lines_by_seq(document: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """The lines of `redactions`, by the seq of the public event that told of each."""
    told = [entry["data"]["seq"] for entry in document["entries"] if entry["type"] == tag_of(QuestionRedacted)]
    return dict(zip(told, document["redactions"], strict=True))
