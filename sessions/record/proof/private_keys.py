"""The private keys that sign the log: LOG_KEY of the environment, or files in the data folder; never the database."""

import base64
import binascii
import os
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.signed_notes import public_of

LOG_KEYS_FOLDER = "log_keys"
"""Folder of the log's keys, in the data folder. One file per key, named by its public half; a backup includes them."""


def find_private(public: bytes) -> Ed25519PrivateKey | None:
    """The private half of a public key; None where it is nowhere here. Raises LogRefused for a broken file."""
    given = given_key()
    if given is not None and public_of(given) == public:
        return given
    path = _path_of(public)
    return _read(path) if path.exists() else None


def given_key() -> Ed25519PrivateKey | None:
    """The key of the environment's LOG_KEY, which several machines share."""
    return Ed25519PrivateKey.from_private_bytes(settings.LOG_KEY) if settings.LOG_KEY else None


def make_private() -> Ed25519PrivateKey:
    """A new key, on the disk before it is used. Raises LogRefused where it cannot be written."""
    private = Ed25519PrivateKey.generate()
    path = _path_of(public_of(private))
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(private.private_bytes_raw()) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise LogRefused(f"The key of the log cannot be written to {path.parent}: {error.strerror}.") from error
    return private


def unused_private() -> Ed25519PrivateKey | None:
    """A key that an attempt before left, whose transaction was rolled back."""
    return next((_read(path) for path in _paths()), None)


def forget_private(public: bytes) -> None:
    """Delete the file of a key that signs no longer."""
    _path_of(public).unlink(missing_ok=True)


def _paths() -> Iterator[Path]:
    yield from sorted((settings.DATA_DIR / LOG_KEYS_FOLDER).glob("*.key"))


def _path_of(public: bytes) -> Path:
    return settings.DATA_DIR / LOG_KEYS_FOLDER / f"{public.hex()[:16]}.key"


def _read(path: Path) -> Ed25519PrivateKey:
    try:
        private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_bytes().strip(), validate=True))
    except OSError as error:
        raise LogRefused(f"The key of the log, {path}, cannot be read: {error.strerror}.") from error
    except (ValueError, binascii.Error):
        raise LogRefused(f"The key of the log, {path}, is damaged: put the file back from a backup.") from None
    if _path_of(public_of(private)).name != path.name:
        raise LogRefused(f"The file {path} holds another key than its name says: put it back from a backup.")
    return private


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
