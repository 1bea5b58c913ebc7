"""Files encrypted by a passphrase: the key by scrypt (RFC 7914), each chunk by ChaCha20-Poly1305 (RFC 8439).

The nonce of a chunk is its number and whether it is the last one, so that no chunk can be removed or moved, and the
file cannot be cut. Each file has its own salt, and so its own key.
"""

import os
import struct
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from chatserver.operations.backups import BadBackup

MAGIC = b"councillor-chat-backup encrypted 1\n"
SALT_BYTES = 16
CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16
SCRYPT = {"length": 32, "n": 2**16, "r": 8, "p": 1}
"""Each guess costs 64 MB and some tenths of a second."""


class EncryptingWriter:
    """Encrypts what is written into `file`. finish() writes the last chunk; without it the file cannot be decrypted."""

    def __init__(self, file: IO[bytes], passphrase: bytes) -> None:
        salt = os.urandom(SALT_BYTES)
        file.write(MAGIC + salt)
        self._file = file
        self._cipher = _cipher(passphrase, salt)
        self._header = MAGIC + salt
        self._held = bytearray()
        self._number = 0

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) > CHUNK_BYTES:  # not the last chunk: that one is known only at the end
            self._seal(bytes(self._held[:CHUNK_BYTES]), is_last=False)
            del self._held[:CHUNK_BYTES]
        return len(data)

    def finish(self) -> None:
        self._seal(bytes(self._held), is_last=True)

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), chunk, self._header))
        self._number += 1


class DecryptingReader:
    """Decrypts what EncryptingWriter wrote. Raises BadBackup for another passphrase or a changed file."""

    def __init__(self, file: IO[bytes], passphrase: bytes) -> None:
        self._header = file.read(len(MAGIC) + SALT_BYTES)
        if not is_encrypted(self._header) or len(self._header) != len(MAGIC) + SALT_BYTES:
            raise BadBackup("The file is not an encrypted backup.")
        self._file = file
        self._cipher = _cipher(passphrase, self._header[len(MAGIC) :])
        self._ready = bytearray()
        self._next = file.read(CHUNK_BYTES + TAG_BYTES)
        self._number = 0
        self._is_over = False

    def read(self, size: int = -1) -> bytes:
        while not self._is_over and (size < 0 or len(self._ready) < size):
            self._open_next()
        size = len(self._ready) if size < 0 else size
        taken = bytes(self._ready[:size])
        del self._ready[:size]
        return taken

    def _open_next(self) -> None:
        sealed, self._next = self._next, self._file.read(CHUNK_BYTES + TAG_BYTES)
        self._is_over = not self._next
        try:
            self._ready += self._cipher.decrypt(_nonce(self._number, is_last=self._is_over), sealed, self._header)
        except InvalidTag:
            why = (
                "The passphrase is another one, or the file is damaged" if self._number == 0 else "The file is damaged"
            )
            raise BadBackup(f"{why} (chunk {self._number + 1}).") from None
        self._number += 1


def is_encrypted(beginning: bytes) -> bool:
    return beginning.startswith(MAGIC)


def _cipher(passphrase: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(Scrypt(salt=salt, **SCRYPT).derive(passphrase))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return struct.pack(">QxxxB", number, is_last)
