"""The leaves of the installation's log as the database holds them: checked before signing, and kept for proofs."""

import base64
from collections.abc import Sequence
from functools import lru_cache

from sessions.models import LogCheckpoint, LogLeaf
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.tree import hash_of_leaf, root_hash


def checked_hashes() -> list[bytes]:
    """The hashes of all leaves, each computed again from its data. Raises LogRefused where one does not fit."""
    hashes: list[bytes] = []
    for index, data, said in LogLeaf.objects.order_by("index").values_list("index", "data", "hash"):
        computed = hash_of_leaf(data.encode())
        if index != len(hashes) or computed != bytes(said):
            raise LogRefused(f"Leaf {len(hashes)} of the log was changed in the database, or is missing.")
        hashes.append(computed)
    return hashes


def hashes_of(checkpoint: LogCheckpoint) -> Sequence[bytes]:
    """The hashes under a checkpoint. Raises LogRefused where they are not those that were signed."""
    return _hashes_under(checkpoint.size, base64.b64decode(checkpoint.root))


@lru_cache(maxsize=4)
def _hashes_under(size: int, root: bytes) -> Sequence[bytes]:
    """Kept, because every download needs them: a root says all leaves under it, so nothing here becomes wrong."""
    hashes = [bytes(each) for each in LogLeaf.objects.order_by("index").values_list("hash", flat=True)[:size]]
    if len(hashes) != size or root_hash(hashes) != root:
        raise LogRefused(f"The database does not hold the {size} leaves of the log that were signed.")
    return tuple(hashes)
