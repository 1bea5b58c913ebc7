"""The keys with which this installation signs to push services: a file of the data folder, the newest key first.

A browser's subscription works only with the key that it was made with. So a rotation makes a new key for new
subscriptions and keeps the older ones, until no subscription uses them. Where a key is lost, its subscriptions are of
no use; each is made anew when its browser visits the next time.
"""

import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, Hash

from chatserver.push.base64url import write_base64url
from chatserver.push.encryption import CURVE, point_of

PUSH_KEYS_FILE = "push_keys.json"
PRIVATE_BYTES = 32


class BadKeyFile(Exception):
    """The file of keys cannot be read; it is never overwritten."""


@dataclass(frozen=True, slots=True)
class PushKey:
    """A key that signs messages to push services.

    id: made of the public key, so that it is the same wherever the key is known.
    """

    private: ec.EllipticCurvePrivateKey
    made_at: str

    @property
    def public(self) -> str:
        """The public key in the form that browsers need (applicationServerKey)."""
        return write_base64url(point_of(self.private))

    @property
    def id(self) -> str:
        digest = Hash(SHA256())
        digest.update(point_of(self.private))
        return write_base64url(digest.finalize()[:12])


class KeyFile:
    """The keys in one file. Another process may rotate them, so the file is read again when it has changed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / PUSH_KEYS_FILE
        self._read: tuple[tuple[int, int, int], list[PushKey]] | None = None

    def current(self) -> PushKey:
        """The key of new subscriptions, made on first use. Raises BadKeyFile."""
        keys = self.all()
        return keys[0] if keys else self._make_first()

    def find(self, key_id: str) -> PushKey | None:
        """The key with this id; None where it is not known here. Raises BadKeyFile."""
        return next((key for key in self.all() if key.id == key_id), None)

    def all(self) -> list[PushKey]:
        """The newest first; empty where there is no file yet. Raises BadKeyFile."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return []
        seen = found.st_ino, found.st_mtime_ns, found.st_size
        if self._read is None or self._read[0] != seen:
            self._read = seen, _read(self.path)
        return self._read[1]

    def rotate(self, *, keep: Collection[str]) -> PushKey:
        """Put a new key first; of the others, keep those whose ids are given. Raises BadKeyFile."""
        new = _new_key()
        _write(self.path, [new, *(key for key in self.all() if key.id in keep)])
        return new

    def _make_first(self) -> PushKey:
        unfinished = _write_beside(self.path, [_new_key()])
        try:
            os.link(unfinished, self.path)  # where two processes start at once, the first one's key is kept
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()
        return self.all()[0]


def _new_key() -> PushKey:
    return PushKey(ec.generate_private_key(CURVE), datetime.now(UTC).isoformat(timespec="seconds"))


def _read(path: Path) -> list[PushKey]:
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
        keys = [
            PushKey(ec.derive_private_key(int.from_bytes(bytes.fromhex(each["private"])), CURVE), str(each["made_at"]))
            for each in stored["keys"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as reason:
        raise BadKeyFile(f"The push keys in {path} cannot be read ({type(reason).__name__}).") from None
    if not keys:
        raise BadKeyFile(f"There is no push key in {path}.")
    return keys


def _write(path: Path, keys: list[PushKey]) -> None:
    """Write the file in one step: another process reads the old file or the new one."""
    _write_beside(path, keys).replace(path)


def _write_beside(path: Path, keys: list[PushKey]) -> Path:
    rows = [{"id": key.id, "made_at": key.made_at, "private": _private_hex(key)} for key in keys]
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump({"keys": rows}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return unfinished


def _private_hex(key: PushKey) -> str:
    return key.private.private_numbers().private_value.to_bytes(PRIVATE_BYTES).hex()
