"""What the proofs add to a record's downloads: its part of the installation's log, and the verifier.

Every form and every download is made from what these two answer.
"""

from typing import Any

from sessions.models import Record


def served_document(record: Record) -> dict[str, Any]:
    """The document as it is served: what is stored, with `log` once it is sealed."""
    return dict(record.document)


def verifier_source() -> str | None:
    """The single-file verifier; None where this installation has none."""
    return None
