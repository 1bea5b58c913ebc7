"""The leaves of the installation's log as the database holds them: checked before signing, and kept for proofs."""

import base64
from collections.abc import Sequence
from functools import lru_cache

from sessions.models import LogCheckpoint, LogLeaf
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.tree import Levels, hash_of_leaf, root_hash, tree_levels


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
    return levels_of(checkpoint)[0]


def levels_of(checkpoint: LogCheckpoint) -> Levels:
    """The tree under a checkpoint. Raises LogRefused where its leaves are not those that were signed."""
    return _levels_under(checkpoint.size, base64.b64decode(checkpoint.root))


@lru_cache(maxsize=4)
def _levels_under(size: int, root: bytes) -> Levels:
    """Kept, because every download needs them: a root says all leaves under it, so nothing here becomes wrong."""
    hashes = [bytes(each) for each in LogLeaf.objects.order_by("index").values_list("hash", flat=True)[:size]]
    levels = tree_levels(hashes)
    if len(hashes) != size or (levels[-1] or [root_hash(())]) != [root]:
        raise LogRefused(f"The database does not hold the {size} leaves of the log that were signed.")
    return levels
