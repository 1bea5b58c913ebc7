"""What a download says of the installation's log: proofs that its record and its redactions are in it."""

from collections.abc import Mapping
from typing import Any

import rfc8785

from sessions.models import LogLeaf
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.checkpoints import encoded_root
from sessions.record.proof.stored_leaves import levels_of
from sessions.record.proof.tree import Levels, inclusion_proof, leaf_hash

Document = Mapping[str, Any]


def with_log_part(document: Document) -> Document:
    """The document with `log`, under the newest checkpoint; a draft comes back as it is.

    `log` is {"index", "inclusion", "checkpoint"} for the newest state. Beside the contract: "leaves", the hash of each
    entry, so that a verifier can say which one is wrong; "earlier", one proof for each earlier state; "redactions", one
    {"index", "inclusion"} for each redaction of the document. Costs three queries. Raises LogRefused where the log
    cannot be published.
    """
    if "sealed_at" not in document:
        return document
    checkpoint = newest_published()
    if checkpoint is None:
        raise LogRefused(f"The record {document['slug']} is sealed, and the log is empty.")
    levels = levels_of(checkpoint)
    states = document["states"]
    log: dict[str, Any] = {
        "index": states[-1]["index"],
        "inclusion": _proof(levels, states[-1]["index"]),
        "checkpoint": checkpoint.note,
        "leaves": [encoded_root(leaf_hash(entry)) for entry in document["entries"]],
    }
    if states[1:]:
        log["earlier"] = [_proof(levels, state["index"]) for state in states[:-1]]
    if document["redactions"]:
        log["redactions"] = [
            {"index": index, "inclusion": _proof(levels, index)} for index in _indexes_of_redactions(document)
        ]
    return {**document, "log": log}


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
