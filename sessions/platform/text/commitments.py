"""Commitments to texts: a person who has the salt can prove the words, and nobody else can guess them; pure."""

import base64
import hashlib
import secrets
import shlex

SALT_BYTES = 32


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, value: str) -> str:
    """Unpadded base64url of SHA-256(salt, then the UTF-8 of value); without the salt, value stays secret."""
    return base64url(hashlib.sha256(salt + value.encode()).digest())


def base64url(data: bytes) -> str:
    """Encode as base64url, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(written: str) -> bytes:
    """The reverse of base64url()."""
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


def checking_line(salt: str, words: str) -> str:
    """A line for a shell that prints the commitment of these words; the salt is unpadded base64url."""
    return f"python3 -c {shlex.quote(_CHECK)} {shlex.quote(salt)} {shlex.quote(words)}"


_CHECK = (
    "import base64 as b, hashlib as h, sys; _, salt, words = sys.argv; "
    "print(b.urlsafe_b64encode(h.sha256(b.urlsafe_b64decode(salt + '=') + words.encode()).digest()).decode()[:-1])"
)
