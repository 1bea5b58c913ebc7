"""The record's hash tree: leaves and the root; pure.

Leaves and inner nodes are those of RFC 9162 section 2.1, over the RFC 8785 form of each entry without its texts.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785


def leaf_hash(entry: Mapping[str, Any]) -> bytes:
    """SHA-256(0x00, then the canonical JSON of the entry without its texts): redacting a text keeps the leaf."""
    return hashlib.sha256(b"\x00" + rfc8785.dumps({key: entry[key] for key in entry if key != "texts"})).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """The Merkle tree hash of RFC 9162 section 2.1.1; of no leaves, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + root_hash(leaves[:split]) + root_hash(leaves[split:])).digest()
