"""The file of a backup: a compressed tar archive with the manifest first, encrypted on demand."""

import gzip
import io
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tqdm import tqdm

from chatserver.operations.backups import BadBackup
from chatserver.operations.backups.encryption import MAGIC, DecryptingReader, EncryptingWriter, is_encrypted
from chatserver.operations.backups.manifest import (
    MANIFEST_NAME,
    READ_AT_ONCE,
    ArchivePart,
    Manifest,
    describe_part,
    read_manifest,
)
from chatserver.operations.backups.names import is_made_again, may_be_held

HEADS_BYTES = 256 * 1024
"""Bytes at most before a file, and behind the last one: what says its name and size, and what tar reads ahead."""

MAX_MANIFEST_BYTES = 32 * 1024 * 1024
"""Bytes of a manifest, with some 250 for each part: enough for a hundred thousand photos."""

READING_ERRORS = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError, RecursionError)
"""What the standard library raises for archives that were damaged, or prepared."""

HOW_TO_LEAVE_OUT = "nothing was restored. --leave-out-others restores without such files."

KEPT_FREE_BYTES = 16 * 1024 * 1024
"""Bytes of the disk that stay free, whatever is unpacked."""


class BoundedReader:
    """Gives no more of what is unpacked than is allowed: a thousandth of it may have been packed."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self._file = file
        self._left = HEADS_BYTES

    def allow(self, size: int) -> None:
        """Allow more bytes. From now on so many bytes, and the head of what follows them."""
        self._left = size + HEADS_BYTES

    def read(self, size: int) -> bytes:
        """Raises BadBackup beyond what is allowed."""
        content = self._file.read(size)
        self._left -= len(content)
        if self._left < 0:
            raise BadBackup("The file is not a valid backup: it holds more than its manifest names.")
        return content


def write_archive(target: Path, manifest: Manifest, folder: Path, *, passphrase: bytes | None) -> None:
    """Write the manifest and its parts, which are files in the folder, and sync them to the disk."""
    with target.open("xb") as file:
        sealing = EncryptingWriter(file, passphrase) if passphrase is not None else None
        out: Any = sealing or file
        with (
            gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=0) as packing,
            tarfile.open(fileobj=packing, mode="w|") as tar,
        ):
            _add(tar, MANIFEST_NAME, io.BytesIO(manifest.as_json()), len(manifest.as_json()), 0o600)
            for part in tqdm(manifest.parts, desc="Writing", unit=" parts", disable=None):
                with (folder / part.name).open("rb") as content:
                    _add(tar, part.name, content, part.size, part.mode)
        if sealing is not None:
            sealing.finish()
        file.flush()
        os.fsync(file.fileno())


def read_archive(
    source: Path, folder: Path, *, passphrase: bytes | None, leave_out_others: bool = False
) -> tuple[Manifest, list[str]]:
    """Unpack into an empty folder, and check each part by the manifest.

    leave_out_others: parts that no backup may hold are not unpacked, and answered; without it they are an error. Raises
    BadBackup, with the part's name, and for such parts before anything is unpacked.
    """
    try:
        with _opened(source, passphrase) as (tar, unpacking):
            manifest, left_out = _unpack(tar, unpacking, folder, leave_out_others=leave_out_others)
    except READING_ERRORS as reason:
        raise BadBackup(f"{source} is not a complete backup: {' '.join(str(reason).split())}.") from None
    for part in manifest.parts:
        if part.name in left_out or is_made_again(part.name):
            continue
        if not (folder / part.name).is_file() or describe_part(folder / part.name, part.name) != part:
            raise BadBackup(f"{source} is damaged: {part.name} is not what the manifest says.")
    return manifest, left_out


@contextmanager
def _opened(source: Path, passphrase: bytes | None) -> Iterator[tuple[tarfile.TarFile, BoundedReader]]:
    with source.open("rb") as file:
        encrypted = is_encrypted(file.read(len(MAGIC)))
        file.seek(0)
        if encrypted and passphrase is None:
            raise BadBackup(f"{source} is encrypted: give its passphrase (--passphrase-file, or BACKUP_PASSPHRASE).")
        stream: Any = DecryptingReader(file, passphrase) if encrypted and passphrase is not None else file
        with gzip.GzipFile(fileobj=stream, mode="rb") as packed:
            unpacking = BoundedReader(packed)
            stream = unpacking  # tar only reads of it
            with tarfile.open(fileobj=stream, mode="r|") as tar:
                yield tar, unpacking
            unpacking.allow(0)
            while unpacking.read(READ_AT_ONCE):  # to the checksum at the end, which covers the manifest, too
                pass


def _unpack(
    tar: tarfile.TarFile, unpacking: BoundedReader, folder: Path, *, leave_out_others: bool
) -> tuple[Manifest, list[str]]:
    """Unpack only files that the manifest names, and only inside the folder: the archive is not trusted."""
    manifest = _unpack_manifest(tar, unpacking)
    others = _others_in(manifest)
    if others and not leave_out_others:
        raise BadBackup(f"The backup holds {others[0]!r}, which does not belong to this product: {HOW_TO_LEAVE_OUT}")
    _require_room(manifest, folder)
    parts = {part.name: part for part in manifest.parts}
    while member := tar.next():
        content = _content_of(tar, member)
        part, path = _place_of(member, parts, folder)
        unpacking.allow(member.size)
        if part.name in others or is_made_again(part.name):
            continue  # tar reads over it
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("xb") as file:
            shutil.copyfileobj(content, file)
        path.chmod(part.mode & 0o600 or 0o600)
        unpacking.allow(0)
    return manifest, others


def _unpack_manifest(tar: tarfile.TarFile, unpacking: BoundedReader) -> Manifest:
    member = tar.next()
    if member is None:
        raise BadBackup("The file is not a backup: it is empty.")
    content = _content_of(tar, member)
    if member.name != MANIFEST_NAME or member.size > MAX_MANIFEST_BYTES:
        raise BadBackup("The file is not a backup: it does not begin with a manifest.")
    unpacking.allow(member.size)
    manifest = read_manifest(content.read())
    unpacking.allow(0)
    return manifest


def _content_of(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member) if member.isreg() and not member.issparse() else None
    if content is None:
        raise BadBackup(f"The backup holds {member.name!r}, which is not a file.")
    return content


def _others_in(manifest: Manifest) -> list[str]:
    names = [part.name for part in manifest.parts]
    return [name for name in names if not (may_be_held(name, manifest.engine) or is_made_again(name))]


def _place_of(member: tarfile.TarInfo, parts: Mapping[str, ArchivePart], folder: Path) -> tuple[ArchivePart, Path]:
    """The part that it is, and where it goes."""
    part = parts.get(member.name)
    path = (folder / member.name).resolve()
    if part is None or not path.is_relative_to(folder.resolve()):
        raise BadBackup(f"The backup holds {member.name!r}, which its manifest does not name.")
    if part.size != member.size:
        raise BadBackup(f"The backup is damaged: {part.name} is not what the manifest says.")
    return part, path


def _require_room(manifest: Manifest, folder: Path) -> None:
    needed = sum(part.size for part in manifest.parts)
    if needed > shutil.disk_usage(folder).free - KEPT_FREE_BYTES:
        raise BadBackup(f"The backup needs {needed} free bytes in {folder.parent}. Free some space and try again.")


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes], size: int, mode: int) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, mode
    tar.addfile(info, content)
