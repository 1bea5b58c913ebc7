import io
import os
from functools import cache

import pytest

from chatserver.operations.backups import BadBackup, encryption
from chatserver.operations.backups.encryption import (
    CHUNK_BYTES,
    MAGIC,
    SALT_BYTES,
    TAG_BYTES,
    DecryptingReader,
    EncryptingWriter,
)

pytestmark = pytest.mark.costly

PASSPHRASE = b"correct horse battery"


@pytest.fixture(autouse=True)
def each_key_is_derived_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key derivation is made to be slow, and each test opens with the same key what it has sealed."""
    monkeypatch.setattr(encryption, "_cipher", cache(encryption._cipher))


def encrypted(content: bytes) -> bytes:
    file = io.BytesIO()
    writer = EncryptingWriter(file, PASSPHRASE)
    for start in range(0, len(content), 10_000):
        writer.write(content[start : start + 10_000])
    writer.finish()
    return file.getvalue()


def opened(sealed: bytes, passphrase: bytes = PASSPHRASE) -> bytes:
    reader = DecryptingReader(io.BytesIO(sealed), passphrase)
    return b"".join(iter(lambda: reader.read(7_000), b""))


@pytest.mark.long
@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_what_goes_in_comes_out_and_cannot_be_read_in_between(size: int):
    content = os.urandom(size)
    sealed = encrypted(content)
    assert opened(sealed) == content
    assert DecryptingReader(io.BytesIO(sealed), PASSPHRASE).read() == content
    assert size < 16 or content[:16] not in sealed


@pytest.mark.long
def test_of_the_same_content_each_file_is_another_one():
    assert encrypted(b"people") != encrypted(b"people")


@pytest.mark.row("fault", 31)
def test_every_change_cut_or_move_is_found():
    sealed = encrypted(os.urandom(3 * CHUNK_BYTES))
    header, chunk = len(MAGIC) + SALT_BYTES, CHUNK_BYTES + TAG_BYTES
    flipped = bytearray(sealed)
    flipped[header + chunk + 5] ^= 1
    first, second = sealed[header : header + chunk], sealed[header + chunk : header + 2 * chunk]
    for damaged, where in [
        (bytes(flipped), 2),
        (sealed[: header + 2 * chunk], 2),
        (sealed[:-1], 3),
        (sealed[:header] + second + first + sealed[header + 2 * chunk :], 1),
        (sealed + b"more", 3),
    ]:
        with pytest.raises(BadBackup, match=rf"damaged \(chunk {where}\)"):
            opened(damaged)


@pytest.mark.long
def test_another_passphrase_opens_nothing():
    with pytest.raises(BadBackup, match="passphrase is another one"):
        opened(encrypted(b"people"), b"another passphrase")
    with pytest.raises(BadBackup, match="not an encrypted backup"):
        opened(b"people")
