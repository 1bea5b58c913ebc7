"""Photos are in a backup as all files of the data folder; the sizes made of them, and what is half-written, are not."""

import shutil
from pathlib import Path

import pytest

from chatserver.backups.archive import read_archive, write_archive
from chatserver.backups.manifest import Manifest, describe_part
from chatserver.backups.writing import copy_files


def lay_out(data_dir: Path) -> None:
    for name in (
        "photos/ab/abcd.webp",
        "photos/cd/cdef.webp",
        "photos/.lock",
        "photos/ab/.ab.12",
        "photos_small/ab/abcd.webp",
    ):
        (data_dir / name).parent.mkdir(parents=True, exist_ok=True)
        (data_dir / name).write_bytes(name.encode())
        (data_dir / name).chmod(0o600)


def test_photos_are_copied_and_come_back_as_they_were(tmp_path: Path):
    lay_out(tmp_path / "data")
    names = copy_files(tmp_path / "data", tmp_path / "parts")
    assert names == ["files/photos/ab/abcd.webp", "files/photos/cd/cdef.webp"]
    parts = [describe_part(tmp_path / "parts" / name, name) for name in names]
    manifest = Manifest("2027-01-02T18:00:00+00:00", "0.1.0", "sqlite", [], {}, False, parts)
    write_archive(tmp_path / "backup", manifest, tmp_path / "parts", passphrase=None)
    (tmp_path / "out").mkdir()
    assert read_archive(tmp_path / "backup", tmp_path / "out", passphrase=None) == manifest
    back = tmp_path / "out" / "files/photos/ab/abcd.webp"
    assert (back.read_bytes(), back.stat().st_mode & 0o777) == (b"photos/ab/abcd.webp", 0o600)


def test_a_photo_that_is_removed_while_a_backup_is_made_does_not_end_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    lay_out(tmp_path / "data")
    copy = shutil.copy2

    def remove_first(source: Path, target: Path) -> object:
        (tmp_path / "data/photos/cd/cdef.webp").unlink(missing_ok=True)
        return copy(source, target)

    monkeypatch.setattr(shutil, "copy2", remove_first)
    assert copy_files(tmp_path / "data", tmp_path / "parts") == ["files/photos/ab/abcd.webp"]
