"""The document from which every form and every download of a record is made."""

from typing import Any

from sessions.models import Record
from sessions.record.proof.log_part import with_log_part
from sessions.record.proof.log_refused import LogRefused


def served_document(record: Record) -> dict[str, Any]:
    """The document as it is served: what is stored, with its part of the installation's log once it is sealed.

    Raises LogRefused while the log cannot be published.
    """
    return dict(with_log_part(record.document))


def readable_document(record: Record) -> dict[str, Any]:
    """The same for a page that people read: without its part of the log while that cannot be published."""
    try:
        return served_document(record)
    except LogRefused:
        return dict(record.document)
