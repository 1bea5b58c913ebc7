"""The entry of a record that holds a question, and the proof that it is in the record's tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sessions.models import Record
from sessions.record.forms.questions import recorded_questions
from sessions.record.proof.entries import entry_proof
from sessions.record.proof.log_part import with_log_part
from sessions.record.proof.log_refused import LogRefused


@dataclass(frozen=True, slots=True)
class ReceiptEntry:
    """The entry of a receipt.

    n: the number of the entry. proof: as the JSON of it, for a sealed record; None for a draft.

    checkpoint: the newest signed note of the installation's log; blank for a draft, and while the log is not published.
    """

    slug: str
    n: int
    is_draft: bool
    proof: Mapping[str, Any] | None = None
    checkpoint: str = ""


def find_entry(record: Record, receipt: str) -> ReceiptEntry | None:
    """The first entry about a question, which states it; None where the record does not show the question."""
    shown = recorded_questions(record.document)
    n = next((each.entry for each in shown if each.receipt == receipt), None)
    if n is None:
        return None
    if record.is_draft:
        return ReceiptEntry(record.slug, n, is_draft=True)
    log = _log_part(record.document)
    proof = prove_entry(record.document, n) | ({"log": log} if log else {})
    return ReceiptEntry(record.slug, n, is_draft=False, proof=proof, checkpoint=log.get("checkpoint", ""))


def prove_entry(document: Mapping[str, Any], n: int) -> dict[str, Any]:
    """The entry without its texts, and the audit path from its leaf to the root (RFC 9162, 2.1.3); pure."""
    entry = {name: value for name, value in document["entries"][n].items() if name != "texts"}
    return {"record": document["slug"], "entry": entry, "sealed_at": document["sealed_at"], **entry_proof(document, n)}


def _log_part(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where the newest state of the record stands in the installation's log.

    Empty while the log cannot be published: its own page says why.
    """
    try:
        log = with_log_part(document)["log"]
    except LogRefused:
        return {}
    return {name: log[name] for name in ("index", "inclusion", "checkpoint")}
