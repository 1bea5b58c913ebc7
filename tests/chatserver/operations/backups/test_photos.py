"""Photos are in a backup as all files of the data folder; the sizes made of them, and what is half-written, are not."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from chatserver.operations.backups.archive import read_archive, write_archive
from chatserver.operations.backups.manifest import Manifest, describe_part
from chatserver.operations.backups.names import may_be_held
from chatserver.operations.backups.writing import copy_files
from sessions.matters.lodging.unprepared_files import keep_unprepared, link_unprepared

PHOTOS = [f"photos/{two}/{two}{'0' * 62}.webp" for two in ("ab", "cd")]


def lay_out(data_dir: Path) -> None:
    for name in (
        *PHOTOS,
        "photos/.lock",
        "photos/ab/.ab.12",
        "photos_small/ab/abcd.webp",
    ):
        (data_dir / name).parent.mkdir(parents=True, exist_ok=True)
        (data_dir / name).write_bytes(name.encode())
        (data_dir / name).chmod(0o600)


def test_photos_are_copied_and_come_back_as_they_were(tmp_path: Path):
    lay_out(tmp_path / "data")
    names, left_out = copy_files(tmp_path / "data", tmp_path / "parts")
    assert (names, left_out) == ([f"files/{photo}" for photo in PHOTOS], [])
    parts = [describe_part(tmp_path / "parts" / name, name) for name in names]
    manifest = Manifest("2027-01-02T18:00:00+00:00", "0.1.0", "sqlite", [], {}, False, parts)
    write_archive(tmp_path / "backup", manifest, tmp_path / "parts", passphrase=None)
    (tmp_path / "out").mkdir()
    assert read_archive(tmp_path / "backup", tmp_path / "out", passphrase=None) == (manifest, [])
    back = tmp_path / "out" / "files" / PHOTOS[0]
    assert (back.read_bytes(), back.stat().st_mode & 0o777) == (PHOTOS[0].encode(), 0o600)


def test_a_photo_that_is_removed_while_a_backup_is_made_does_not_end_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    lay_out(tmp_path / "data")
    copy = shutil.copy2

    def remove_first(source: Path, target: Path) -> object:
        (tmp_path / "data" / PHOTOS[1]).unlink(missing_ok=True)
        return copy(source, target)

    monkeypatch.setattr(shutil, "copy2", remove_first)
    assert copy_files(tmp_path / "data", tmp_path / "parts") == ([f"files/{PHOTOS[0]}"], [])


def test_what_is_none_of_our_files_is_left_out_and_told(tmp_path: Path):
    lay_out(tmp_path / "data")
    for name in (
        "notes.txt",
        "photos/ab/page.html",
        "static/app.js",
        "rendered/a/b.pdf",
        "database.json",
        "secret_key",
    ):
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).write_bytes(b"x")
    names, left_out = copy_files(tmp_path / "data", tmp_path / "parts")
    assert (names[-1], left_out) == ("files/secret_key", ["notes.txt", "photos/ab/page.html"])


def test_a_photo_that_waits_to_be_prepared_is_in_a_backup_under_both_of_its_names(tmp_path: Path, settings: Any):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    sent = keep_unprepared(b"as it was sent", sender_id=17, find_named=set)
    names, left_out = copy_files(settings.DATA_DIR, tmp_path / "parts")
    assert (names, left_out) == ([f"files/photos_unprepared/{sent}.17"], [])
    assert may_be_held(names[0], "sqlite")
    other = link_unprepared(sent)
    names, left_out = copy_files(settings.DATA_DIR, tmp_path / "parts")
    assert ({*names}, left_out) == ({f"files/photos_unprepared/{name}" for name in (f"{sent}.17", other)}, [])
