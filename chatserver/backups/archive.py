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

from chatserver.backups import BadBackup
from chatserver.backups.encryption import MAGIC, DecryptingReader, EncryptingWriter, is_encrypted
from chatserver.backups.manifest import MANIFEST_NAME, READ_AT_ONCE, ArchivePart, Manifest, describe_part, read_manifest

HEADS_BYTES = 256 * 1024
"""At most before a file, and behind the last one: what says its name and size, and what tar reads ahead."""

MAX_MANIFEST_BYTES = 32 * 1024 * 1024
"""Of some 250 bytes a part: enough for a hundred thousand photos."""

KEPT_FREE_BYTES = 16 * 1024 * 1024
"""Of the disk, whatever is unpacked."""


class BoundedReader:
    """Gives no more of what is unpacked than is allowed: a thousandth of it may have been packed."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self._file = file
        self._left = HEADS_BYTES

    def allow(self, size: int) -> None:
        """From now on so many bytes, and the head of what follows them."""
        self._left = size + HEADS_BYTES

    def read(self, size: int) -> bytes:
        """Raises BadBackup beyond what is allowed."""
        content = self._file.read(size)
        self._left -= len(content)
        if self._left < 0:
            raise BadBackup("The file is no backup: it holds more than it says.")
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


def read_archive(source: Path, folder: Path, *, passphrase: bytes | None) -> Manifest:
    """Unpack into an empty folder, and check each part by the manifest. Raises BadBackup, with the part's name."""
    try:
        with _opened(source, passphrase) as (tar, unpacking):
            manifest = _unpack(tar, unpacking, folder)
    except (tarfile.TarError, zlib.error, EOFError, OSError) as reason:
        raise BadBackup(f"{source} is no whole backup: {' '.join(str(reason).split())}.") from None
    for part in manifest.parts:
        if not (folder / part.name).is_file() or describe_part(folder / part.name, part.name) != part:
            raise BadBackup(f"{source} is damaged: {part.name} is not what the manifest says.")
    return manifest


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


def _unpack(tar: tarfile.TarFile, unpacking: BoundedReader, folder: Path) -> Manifest:
    """Unpack only files that the manifest names, and only inside the folder: the archive is not trusted."""
    manifest: Manifest | None = None
    parts: dict[str, ArchivePart] = {}
    while member := tar.next():
        content = tar.extractfile(member) if member.isreg() and not member.issparse() else None
        if content is None:
            raise BadBackup(f"The backup holds {member.name!r}, which is no file.")
        if manifest is None:
            if member.name != MANIFEST_NAME or member.size > MAX_MANIFEST_BYTES:
                raise BadBackup("The file is no backup: it does not begin with a manifest.")
            unpacking.allow(member.size)
            manifest = read_manifest(content.read())
            parts = {part.name: part for part in manifest.parts}
            _require_room(manifest, folder)
        else:
            part, path = _place_of(member, parts, folder)
            unpacking.allow(member.size)
            with path.open("xb") as file:
                shutil.copyfileobj(content, file)
            path.chmod(part.mode & 0o700 or 0o600)
        unpacking.allow(0)
    if manifest is None:
        raise BadBackup("The file is no backup: it is empty.")
    return manifest


def _place_of(member: tarfile.TarInfo, parts: Mapping[str, ArchivePart], folder: Path) -> tuple[ArchivePart, Path]:
    """The part that it is, and where it goes, in a folder that is there by then."""
    part = parts.get(member.name)
    path = (folder / member.name).resolve()
    if part is None or not path.is_relative_to(folder.resolve()):
        raise BadBackup(f"The backup holds {member.name!r}, which its manifest does not name.")
    if part.size != member.size:
        raise BadBackup(f"The backup is damaged: {part.name} is not what the manifest says.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return part, path


def _require_room(manifest: Manifest, folder: Path) -> None:
    needed = sum(part.size for part in manifest.parts)
    if needed > shutil.disk_usage(folder).free - KEPT_FREE_BYTES:
        raise BadBackup(f"The backup needs {needed} bytes, which are not free in {folder.parent}.")


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes], size: int, mode: int) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, mode
    tar.addfile(info, content)
