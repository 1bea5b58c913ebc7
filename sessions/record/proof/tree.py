"""Hash trees of RFC 9162 section 2.1: leaves, roots and proofs; pure. The checks of proofs are in verify.py.

The leaves of a record are the hashes of the RFC 8785 form of its entries without their texts; those of the
installation's log, of the RFC 8785 form of a leaf's body.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import rfc8785

HASH_BYTES = 32

Levels = Sequence[Sequence[bytes]]
"""The nodes of a tree, level by level, the leaves first."""


def leaf_hash(entry: Mapping[str, Any]) -> bytes:
    """SHA-256(0x00, then the canonical JSON of the entry without its texts): redacting a text keeps the leaf."""
    return hash_of_leaf(rfc8785.dumps({key: entry[key] for key in entry if key != "texts"}))


def hash_of_leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def split_hashes(kept: Iterable[bytes]) -> list[bytes]:
    """The hashes that were kept one after the other."""
    together = b"".join(kept)
    return [together[place : place + HASH_BYTES] for place in range(0, len(together), HASH_BYTES)]


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """The Merkle tree hash of section 2.1.1; of no leaves, the hash of nothing."""
    return tree_levels(leaves)[-1][0] if leaves else hashlib.sha256(b"").digest()


def tree_levels(leaves: Sequence[bytes]) -> Levels:
    """All nodes, from the leaves up to the root. An odd last node of a level moves up as it is."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [_joined(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        levels.append([*above, *below[len(above) * 2 :]])
    return levels


def inclusion_proof(levels: Levels, index: int) -> list[bytes]:
    """The audit path of section 2.1.3.1, from the leaf to the root. Raises IndexError without such a leaf."""
    if not 0 <= index < len(levels[0]):
        raise IndexError(f"There is no leaf {index} among {len(levels[0])}.")
    path: list[bytes] = []
    for level in levels[:-1]:
        path += level[index ^ 1 : (index ^ 1) + 1]  # nothing beside an odd last node
        index >>= 1
    return path


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """The proof of section 2.1.4.1 that the tree of the first old_size leaves is the beginning of this one.

    Empty where both have the same size. Raises IndexError for a size that is not among 1 to the number of leaves.
    """
    if not 1 <= old_size <= len(leaves):
        raise IndexError(f"There is no proof from {old_size} to {len(leaves)} leaves.")
    start, end, size, path = 0, len(leaves), old_size, []
    is_whole = True  # whether the old tree is a complete subtree here, which its own root already says
    while size != end - start:
        middle = start + _split(end - start)
        if size <= middle - start:
            path.append(root_hash(leaves[middle:end]))
            end = middle
        else:
            path.append(root_hash(leaves[start:middle]))
            size -= middle - start
            start, is_whole = middle, False
    if not is_whole:
        path.append(root_hash(leaves[start:end]))
    return path[::-1]


def _split(size: int) -> int:
    """The largest power of two below size."""
    return 1 << ((size - 1).bit_length() - 1)


def _joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
