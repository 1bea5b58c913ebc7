"""What a download says of the installation's log: proofs that its record and its redactions are in it."""

from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785

from sessions.models import LogLeaf, RecordCheckpoint
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.checkpoints import encoded_root
from sessions.record.proof.stored_leaves import levels_of
from sessions.record.proof.tree import Levels, consistency_proof, inclusion_proof, leaf_hash, split_hashes

Document = Mapping[str, Any]


def with_log_part(document: Document) -> Document:
    """The document with `log`, under the newest checkpoint; a draft that is not in the log yet comes back as it is.

    `log` is {"index", "inclusion", "checkpoint"} for the newest state, or the newest one of a draft. Beside the
    contract: "leaves", the hash of each entry, so that a verifier can say which one is wrong; "earlier", one proof for
    each earlier state; "redactions", one {"index", "inclusion"} for each redaction of the document; "drafts", one
    {"inclusion", "consistency"} for each of its `drafts`, and "live", one {"consistency"} for each of its `live`
    checkpoints: the proof that its tree begins with that one. Costs three queries, and one for a record with drafts.
    Raises LogRefused where the log cannot be published, and the record is sealed.
    """
    if "sealed_at" in document:
        return {**document, "log": _log_of(document, document["states"])}
    if "drafts" in document:
        try:
            return {**document, "log": _log_of(document, document["drafts"])}
        except LogRefused:
            return document
    return document


def _log_of(document: Document, states: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    checkpoint = newest_published()
    if checkpoint is None:
        raise LogRefused(f"The record {document['slug']} is in the log, and the log is empty.")
    levels = levels_of(checkpoint)
    leaves = _leaves_of(document)
    log: dict[str, Any] = {
        "index": states[-1]["index"],
        "inclusion": _proof(levels, states[-1]["index"]),
        "checkpoint": checkpoint.note,
        "leaves": [encoded_root(leaf) for leaf in leaves],
    }
    if "sealed_at" in document and states[1:]:
        log["earlier"] = [_proof(levels, state["index"]) for state in states[:-1]]
    if document["redactions"]:
        log["redactions"] = [
            {"index": index, "inclusion": _proof(levels, index)} for index in _indexes_of_redactions(document)
        ]
    if "drafts" in document:
        log["drafts"] = [
            {"inclusion": _proof(levels, draft["index"]), "consistency": _growth(leaves, draft["size"])}
            for draft in document["drafts"]
        ]
    if "live" in document:
        sizes = [int(each["checkpoint"].split("\n", 2)[1]) for each in document["live"]]
        log["live"] = [{"consistency": _growth(leaves, size)} for size in sizes]
    return log


def _leaves_of(document: Document) -> list[bytes]:
    """Leaves of the record: as they were kept when committed to before the seal; all others from the entries."""
    computed = [leaf_hash(entry) for entry in document["entries"]]
    if "drafts" not in document and "live" not in document:
        return computed
    rows = RecordCheckpoint.objects.filter(
        chat_session__record__slug=document["slug"], size__lte=document["tree"]["size"]
    )
    committed = split_hashes(bytes(leaves) for leaves in rows.values_list("leaves", flat=True))
    return [*committed, *computed[len(committed) :]]


def _growth(leaves: Sequence[bytes], size: int) -> list[str]:
    """Raises LogRefused where the entries have become fewer."""
    if size > len(leaves):
        raise LogRefused("The record has fewer entries than were committed to.")
    return [encoded_root(step) for step in consistency_proof(leaves, size)]


def is_outgrown(document: Document) -> bool:
    """Whether the log, under the document's own checkpoint, has something newer of this record. Costs a query."""
    if "log" not in document:
        return False
    known = [document["log"]["index"], *(each["index"] for each in document["log"].get("redactions", ()))]
    _origin, size, _rest = document["log"]["checkpoint"].split("\n", 2)
    return LogLeaf.objects.filter(slug=document["slug"], index__gt=max(known), index__lt=int(size)).exists()


def _indexes_of_redactions(document: Document) -> list[int]:
    """Raises LogRefused for a redaction without a leaf."""
    slug = document["slug"]
    leaves = LogLeaf.objects.filter(kind=LogLeaf.Kind.REDACTION, slug=slug).values_list("data", "index")
    places = dict(leaves)
    try:
        return [
            places[rfc8785.dumps({"redaction": {"record": slug, **redaction}}).decode()]
            for redaction in document["redactions"]
        ]
    except KeyError:
        raise LogRefused(f"A redaction of the record {slug} is not in the log.") from None


def _proof(levels: Levels, index: int) -> list[str]:
    try:
        return [encoded_root(step) for step in inclusion_proof(levels, index)]
    except IndexError:
        raise LogRefused(f"Leaf {index} of the log is not under the newest checkpoint.") from None
