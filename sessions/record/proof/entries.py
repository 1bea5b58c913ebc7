"""One entry of a record, with what proves it to somebody who has the record's root: a receipt leads to it; pure."""

from collections.abc import Mapping
from typing import Any

from sessions.record.proof.notes.checkpoints import encoded_root
from sessions.record.proof.tree import inclusion_proof, leaf_hash, tree_levels

Document = Mapping[str, Any]


def entry_proof(document: Document, n: int) -> dict[str, Any]:
    """{"n", "leaf", "inclusion", "size", "root"}: the leaf's hash and its audit path (RFC 9162), in base64.

    Raises IndexError without such an entry.
    """
    levels = tree_levels([leaf_hash(entry) for entry in document["entries"]])
    path = [encoded_root(step) for step in inclusion_proof(levels, n)]
    return {"n": n, "leaf": encoded_root(levels[0][n]), "inclusion": path, **document["tree"]}
