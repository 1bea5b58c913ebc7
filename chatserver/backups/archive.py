"""The file of a backup: a compressed tar archive with the manifest first, encrypted on demand."""

import gzip
import io
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tqdm import tqdm

from chatserver.backups import BadBackup
from chatserver.backups.encryption import MAGIC, DecryptingReader, EncryptingWriter, is_encrypted
from chatserver.backups.manifest import NAME, READ_AT_ONCE, Manifest, describe_part, read_manifest


def write_archive(target: Path, manifest: Manifest, folder: Path, *, passphrase: bytes | None) -> None:
    """Write the manifest and its parts, which are files in the folder, and sync them to the disk."""
    with target.open("xb") as file:
        sealing = EncryptingWriter(file, passphrase) if passphrase is not None else None
        out: Any = sealing or file
        with (
            gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=0) as packing,
            tarfile.open(fileobj=packing, mode="w|") as tar,
        ):
            _add(tar, NAME, io.BytesIO(manifest.as_json()), len(manifest.as_json()), 0o600)
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
        with _opened(source, passphrase) as tar:
            manifest = _unpack(tar, folder)
    except (tarfile.TarError, zlib.error, EOFError, OSError) as reason:
        raise BadBackup(f"{source} is no whole backup: {' '.join(str(reason).split())}.") from None
    for part in manifest.parts:
        if not (folder / part.name).is_file() or describe_part(folder / part.name, part.name) != part:
            raise BadBackup(f"{source} is damaged: {part.name} is not what the manifest says.")
    return manifest


@contextmanager
def _opened(source: Path, passphrase: bytes | None) -> Iterator[tarfile.TarFile]:
    with source.open("rb") as file:
        encrypted = is_encrypted(file.read(len(MAGIC)))
        file.seek(0)
        if encrypted and passphrase is None:
            raise BadBackup(f"{source} is encrypted: give its passphrase (--passphrase-file, or BACKUP_PASSPHRASE).")
        stream: Any = DecryptingReader(file, passphrase) if encrypted and passphrase is not None else file
        with gzip.GzipFile(fileobj=stream, mode="rb") as unpacking:
            with tarfile.open(fileobj=unpacking, mode="r|") as tar:
                yield tar
            while unpacking.read(READ_AT_ONCE):  # read to the checksum at the end, which covers the manifest, too
                pass


def _unpack(tar: tarfile.TarFile, folder: Path) -> Manifest:
    """Unpack only files that the manifest names, and only inside the folder: the archive is not trusted."""
    manifest: Manifest | None = None
    for member in tar:
        content = tar.extractfile(member) if member.isreg() else None
        if content is None:
            raise BadBackup(f"The backup holds {member.name!r}, which is no file.")
        if manifest is None:
            if member.name != NAME:
                raise BadBackup("The file is no backup: it does not begin with a manifest.")
            manifest = read_manifest(content.read())
            continue
        part = next((part for part in manifest.parts if part.name == member.name), None)
        path = (folder / member.name).resolve()
        if part is None or not path.is_relative_to(folder.resolve()):
            raise BadBackup(f"The backup holds {member.name!r}, which its manifest does not name.")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("xb") as file:
            shutil.copyfileobj(content, file)
        path.chmod(part.mode & 0o700 or 0o600)
    if manifest is None:
        raise BadBackup("The file is no backup: it is empty.")
    return manifest


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes], size: int, mode: int) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, mode
    tar.addfile(info, content)
