"""Append to the installation's log: a leaf per state of a draft or a sealed record and per redaction, each signed."""

from collections.abc import Mapping
from typing import Any

import rfc8785
from django.utils import timezone

from sessions.models import LogLeaf
from sessions.record.proof.consistency import require_consistent
from sessions.record.proof.signing import lock_log, sign_checkpoint
from sessions.record.proof.stored_leaves import checked_hashes
from sessions.record.proof.tree import hash_of_leaf

MAX_LEAF_BYTES = 65_535
"""Bytes that an entry of a bundle (c2sp.org/tlog-tiles) can hold."""


def append_record_state(*, slug: str, root: str, size: int, sealed_at: str) -> int:
    """Append a state of a record, in the caller's transaction, and sign; answers the leaf's index.

    root: base64, as in the document. sealed_at: RFC 3339, the moment of that state. Lock the chat session before: the
    log stays locked until the transaction ends. Raises LogRefused.
    """
    body = {"record": slug, "root": root, "sealed_at": sealed_at, "size": size}
    return _append(LogLeaf.Kind.RECORD, slug, body)


def append_draft(*, slug: str, root: str, size: int, closed_at: str) -> int:
    """Append a state of a record that is not sealed yet, as append_record_state() does; answers the leaf's index.

    closed_at: when the chat closed, the same for each state of its draft. Raises LogRefused.
    """
    return _append(LogLeaf.Kind.DRAFT, slug, draft_body(slug=slug, root=root, size=size, closed_at=closed_at))


def draft_body(*, slug: str, root: str, size: int, closed_at: str) -> dict[str, Any]:
    return {"draft": slug, "root": root, "size": size, "closed_at": closed_at}


def append_redaction(*, data: Mapping[str, Any]) -> int:
    """Append a redaction, in the caller's transaction, and sign; answers the leaf's index.

    data: {"record": slug} and the keys of the document's own line in `redactions` (n, texts, ground, authority, at),
    with the same values: a verifier computes the leaf {"redaction": data} from the document. Raises LogRefused.
    """
    if "record" not in data or "n" not in data:
        raise ValueError("A redaction's leaf names its record and its entry.")
    return _append(LogLeaf.Kind.REDACTION, str(data["record"]), {"redaction": dict(data)})


def _append(kind: str, slug: str, body: Mapping[str, Any]) -> int:
    data = rfc8785.dumps(dict(body))
    if len(data) > MAX_LEAF_BYTES:
        raise ValueError(f"A leaf of {len(data)} bytes does not fit into the log.")
    origin = lock_log()
    hashes = checked_hashes()
    require_consistent(origin, hashes)
    hashes.append(hash_of_leaf(data))
    index = len(hashes) - 1
    LogLeaf.objects.create(
        index=index, kind=kind, slug=slug, data=data.decode(), hash=hashes[-1], added_at=timezone.now()
    )
    sign_checkpoint(origin, hashes)
    return index
