"""The leaf of each redaction in the installation's log, which is appended later where the log refuses it now.

A redaction is never delayed by the log: a court's order has to be obeyed even while the log is out of order.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from sessions.log.event_form import tag_of
from sessions.log.events.room import QuestionRedacted
from sessions.log.steps.locks import lock_chat_session
from sessions.models import Record, RedactedEntry, Redaction
from sessions.record.compile import refresh_in_any_case


class LogOfRedactions:
    """The log itself is brought when the program starts; without one, redactions wait for it."""

    def __init__(self) -> None:
        self._append: Callable[..., int] | None = None
        self._refusals: tuple[type[Exception], ...] = ()

    def set_log(self, append: Callable[..., int], *refusals: type[Exception]) -> None:
        """append(data=…) answers the index of the leaf; refusals: what it raises where the log cannot grow now."""
        self._append, self._refusals = append, refusals

    def append(self, data: Mapping[str, Any]) -> int | None:
        """The index of the new leaf; None where the log refuses it now."""
        if self._append is None:
            return None
        try:
            with transaction.atomic():
                return self._append(data=data)
        except self._refusals:
            return None

    @property
    def is_there(self) -> bool:
        return self._append is not None


log_of_redactions = LogOfRedactions()


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
        entry.log_index = log_of_redactions.append({"record": record.slug, **lines[entry.told_seq]})
        if entry.log_index is None:
            return False
        entry.save(update_fields=["log_index"])
    return True


def append_missing_leaves() -> None:
    """Append missing leaves for the clock: what the log refused before, a record's new state among it.

    One query where nothing is missing.
    """
    if not log_of_redactions.is_there:
        return
    lacking = Redaction.objects.confirmed().filter(entries__log_index=None, entries__told_seq__isnull=False)
    for chat_session_id in lacking.order_by().values_list("chat_session", flat=True).distinct():
        with transaction.atomic():
            chat_session = lock_chat_session(chat_session_id)
            has_record = Record.objects.filter(chat_session=chat_session).exists()
            if has_record and not append_leaves(refresh_in_any_case(chat_session)):
                return


def _lines_by_seq(document: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """The lines of `redactions`, by the seq of the public event that told of each."""
    told = [entry["data"]["seq"] for entry in document["entries"] if entry["type"] == tag_of(QuestionRedacted)]
    return dict(zip(told, document["redactions"], strict=True))
