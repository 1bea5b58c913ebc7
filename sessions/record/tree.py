"""The record's hash tree: commitments, leaves and the root; pure.

Leaves and inner nodes are those of RFC 9162 section 2.1, over the RFC 8785 form of each entry without its texts.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785

SALT_BYTES = 32


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, value: str) -> str:
    """Unpadded base64url of SHA-256(salt, then the UTF-8 of value); without the salt, value stays secret."""
    return base64url(hashlib.sha256(salt + value.encode()).digest())


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


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
