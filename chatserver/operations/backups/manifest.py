"""The manifest of a backup: when it was made, by which version, its parts and the rows by table."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec

from chatserver.operations.backups import BadBackup

FORMAT = "councillor-chat-backup/1"
MANIFEST_NAME = "manifest.json"
READ_AT_ONCE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ArchivePart:
    name: str
    size: Annotated[int, msgspec.Meta(ge=0)]
    sha256: str
    mode: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of a backup.

    engine: "sqlite" or "postgresql". migrations: those applied to the database. counts: rows by table.

    has_secret_key: whether the key is one of the parts; otherwise it stays in the environment.
    """

    at: str
    product: str
    engine: str
    migrations: list[str]
    counts: dict[str, int]
    has_secret_key: bool
    parts: list[ArchivePart]

    def as_json(self) -> bytes:
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True).encode()


def read_manifest(content: bytes) -> Manifest:
    """Raises BadBackup."""
    try:
        given: dict[str, Any] = json.loads(content)
        if given.pop("format") != FORMAT:
            raise BadBackup("This version does not know the format of the backup: use the version that made it.")
        manifest = msgspec.convert(given, Manifest)
        if len({part.name for part in manifest.parts}) != len(manifest.parts):
            raise BadBackup("The file is not a valid backup: its manifest names a file twice.")
        return manifest
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, msgspec.ValidationError):
        raise BadBackup("The file is not a valid backup: its manifest cannot be read.") from None


def describe_part(path: Path, name: str) -> ArchivePart:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(READ_AT_ONCE):
            digest.update(block)
    return ArchivePart(name, path.stat().st_size, digest.hexdigest(), path.stat().st_mode & 0o700)
