"""The document from which every form and every download of a record is made."""

from typing import Any

from sessions.models import MonthRecord, Record
from sessions.record.proof.log_part import is_outgrown, with_log_part
from sessions.record.proof.log_refused import LogRefused

READS = 3
"""A record that grows while it is read is read again, so often at most."""


def served_document(record: Record | MonthRecord) -> dict[str, Any]:
    """The document as it is served: what is stored, with its part of the installation's log once it is sealed.

    A state or a redaction that came after the record was read is not left out under a checkpoint that covers it: then
    the record is read again. Raises LogRefused while the log cannot be published.
    """
    document = with_log_part(record.document)
    for _read in range(READS):
        if not is_outgrown(document):
            break
        record.refresh_from_db(fields=["document"])
        document = with_log_part(record.document)
    return dict(document)


def readable_document(record: Record) -> dict[str, Any]:
    """The document for a page that people read.

    The stored document, without its part of the log while that cannot be published.
    """
    try:
        return dict(with_log_part(record.document))
    except LogRefused:
        return dict(record.document)
