"""What proves one entry of a record, or its first entries, to somebody who has the record's root; pure."""

from collections.abc import Mapping
from typing import Any

from sessions.record.proof.notes.checkpoints import encoded_root
from sessions.record.proof.tree import consistency_proof, inclusion_proof, leaf_hash, root_hash, tree_levels

Document = Mapping[str, Any]


def entry_proof(document: Document, n: int) -> dict[str, Any]:
    """{"n", "leaf", "inclusion", "size", "root"}: the leaf's hash and its audit path (RFC 9162), in base64.

    Raises IndexError without such an entry.
    """
    levels = tree_levels([leaf_hash(entry) for entry in document["entries"]])
    path = [encoded_root(step) for step in inclusion_proof(levels, n)]
    return {"n": n, "leaf": encoded_root(levels[0][n]), "inclusion": path, **document["tree"]}


def growth_proof(document: Document, size: int) -> dict[str, Any]:
    """{"from", "to", "from_root", "to_root", "proof"}: that the record's tree begins with that of so many entries.

    As /log/consistency.json says it of the log. Raises IndexError for a size that it has not.
    """
    leaves = [leaf_hash(entry) for entry in document["entries"]]
    return {
        "from": size,
        "to": len(leaves),
        "from_root": encoded_root(root_hash(leaves[:size])),
        "to_root": encoded_root(root_hash(leaves)),
        "proof": [encoded_root(step) for step in consistency_proof(leaves, size)],
    }
