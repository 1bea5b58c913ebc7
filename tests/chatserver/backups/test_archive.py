import gzip
import hashlib
import io
import tarfile
import tracemalloc
from pathlib import Path

import pytest

from chatserver.backups import BadBackup
from chatserver.backups.archive import read_archive, write_archive
from chatserver.backups.manifest import MANIFEST_NAME, ArchivePart, Manifest, describe_part

PASSPHRASE = b"correct horse battery"


def make_parts(folder: Path) -> Manifest:
    (folder / "files").mkdir(parents=True)
    (folder / "database.sqlite3").write_bytes(b"rows " * 10_000)
    (folder / "files" / "secret_key").write_bytes(b"key")
    (folder / "files" / "secret_key").chmod(0o600)
    parts = [describe_part(folder / name, name) for name in ("database.sqlite3", "files/secret_key")]
    return Manifest("2027-01-02T18:00:00+00:00", "0.1.0", "sqlite", ["a.0001"], {"a": 1}, True, parts)


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_an_archive_gives_back_what_it_was_given(tmp_path: Path, passphrase: bytes | None):
    manifest = make_parts(tmp_path / "parts")
    (tmp_path / "out").mkdir()
    write_archive(tmp_path / "backup", manifest, tmp_path / "parts", passphrase=passphrase)
    assert read_archive(tmp_path / "backup", tmp_path / "out", passphrase=PASSPHRASE) == manifest
    for part in manifest.parts:
        assert (tmp_path / "out" / part.name).read_bytes() == (tmp_path / "parts" / part.name).read_bytes()


@pytest.mark.row("fault", 31)
def test_a_part_that_is_not_what_the_manifest_says_is_named(tmp_path: Path):
    manifest = make_parts(tmp_path / "parts")
    content = bytearray((tmp_path / "parts" / "database.sqlite3").read_bytes())
    content[12_345] ^= 1
    (tmp_path / "parts" / "database.sqlite3").write_bytes(content)
    write_archive(tmp_path / "backup", manifest, tmp_path / "parts", passphrase=None)
    (tmp_path / "out").mkdir()
    with pytest.raises(BadBackup, match=r"damaged: database\.sqlite3 is not what"):
        read_archive(tmp_path / "backup", tmp_path / "out", passphrase=None)


@pytest.mark.row("fault", 31)
def test_a_bit_that_flips_anywhere_in_the_file_is_found_or_changes_nothing(tmp_path: Path):
    manifest = make_parts(tmp_path / "parts")
    write_archive(tmp_path / "backup", manifest, tmp_path / "parts", passphrase=None)
    whole = (tmp_path / "backup").read_bytes()
    for place in range(12, len(whole), 17):  # behind the header of gzip, which says nothing about what is in it
        damaged = bytearray(whole)
        damaged[place] ^= 0x10
        (tmp_path / "damaged").write_bytes(damaged)
        out = tmp_path / f"out-{place}"
        out.mkdir()
        try:
            read = read_archive(tmp_path / "damaged", out, passphrase=None)
        except BadBackup:
            continue
        assert read == manifest  # some bits at the end of a compressed block are nobody's; each part has been compared


def test_half_a_file_and_no_backup_at_all_are_refused(tmp_path: Path):
    write_archive(tmp_path / "backup", make_parts(tmp_path / "parts"), tmp_path / "parts", passphrase=None)
    whole = (tmp_path / "backup").read_bytes()
    for number, content in enumerate([b"", b"a photo", whole[: len(whole) // 2], whole[:-9]]):
        (tmp_path / "other").write_bytes(content)
        out = tmp_path / f"out-{number}"
        out.mkdir()
        with pytest.raises(BadBackup):
            read_archive(tmp_path / "other", out, passphrase=None)


def test_an_encrypted_one_needs_its_passphrase(tmp_path: Path):
    write_archive(tmp_path / "backup", make_parts(tmp_path / "parts"), tmp_path / "parts", passphrase=PASSPHRASE)
    (tmp_path / "out").mkdir()
    with pytest.raises(BadBackup, match="is encrypted: give its passphrase"):
        read_archive(tmp_path / "backup", tmp_path / "out", passphrase=None)


def manifest_of(*parts: ArchivePart) -> bytes:
    return Manifest("", "", "sqlite", [], {}, False, list(parts)).as_json()


def pack(folder: Path, *members: tuple[tarfile.TarInfo, bytes], behind: bytes = b"") -> Path:
    """An archive as anybody could make one, of these members and their contents."""
    with gzip.open(folder / "backup", "wb", compresslevel=1) as packing:
        with tarfile.open(fileobj=packing, mode="w|") as tar:
            for info, content in members:
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
        packing.write(behind)
    (folder / "out").mkdir()
    return folder / "backup"


def member(name: str, kind: bytes = tarfile.REGTYPE, **more: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = more.get("to", "")
    return info


@pytest.mark.row("threat", 50)
@pytest.mark.parametrize("name", ["../outside", "/outside", "files/../../outside"])
def test_nothing_is_unpacked_outside(tmp_path: Path, name: str):
    manifest = manifest_of(ArchivePart(name, 1, "", 0o600))
    backup = pack(tmp_path, (member(MANIFEST_NAME), manifest), (member(name), b"x"))
    with pytest.raises(BadBackup, match="does not name"):
        read_archive(backup, tmp_path / "out", passphrase=None)
    assert not (tmp_path / "outside").exists()


@pytest.mark.row("threat", 50)
@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_what_is_no_file_is_refused(tmp_path: Path, kind: bytes):
    manifest = manifest_of(ArchivePart("files/a", 0, "", 0o600))
    backup = pack(tmp_path, (member(MANIFEST_NAME), manifest), (member("files/a", kind, to="/etc/passwd"), b""))
    with pytest.raises(BadBackup, match="which is no file"):
        read_archive(backup, tmp_path / "out", passphrase=None)
    assert list((tmp_path / "out").iterdir()) == []


MEGABYTE = 1024 * 1024
BOMB = bytes(64 * MEGABYTE)
LONG_NAME = member("././@LongLink", tarfile.GNUTYPE_LONGNAME)
PART = ArchivePart("files/a", 1, hashlib.sha256(b"x").hexdigest(), 0o600)
BOMBS = {
    "a manifest": [(member(MANIFEST_NAME), BOMB)],
    "a name": [(LONG_NAME, BOMB)],
    "a name behind the manifest": [(member(MANIFEST_NAME), manifest_of(PART)), (LONG_NAME, BOMB)],
    "a part": [(member(MANIFEST_NAME), manifest_of(PART)), (member("files/a"), BOMB)],
}


@pytest.mark.row("threat", 50)
@pytest.mark.parametrize("where", [*BOMBS, "behind the end"])
def test_what_is_small_only_while_it_is_packed_is_refused(tmp_path: Path, where: str):
    whole = [(member(MANIFEST_NAME), manifest_of(PART)), (member("files/a"), b"x")]
    backup = pack(tmp_path, *BOMBS.get(where, whole), behind=b"" if where in BOMBS else BOMB)
    tracemalloc.start()
    try:
        with pytest.raises(BadBackup):
            read_archive(backup, tmp_path / "out", passphrase=None)
        _now, highest = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert highest < 8 * MEGABYTE
    assert sum(path.stat().st_size for path in (tmp_path / "out").rglob("*") if path.is_file()) <= 1


@pytest.mark.row("threat", 50)
def test_a_file_of_holes_is_refused(tmp_path: Path):
    """Some hundred bytes that stand for a terabyte of zeros."""
    holes = member("files/a", tarfile.GNUTYPE_SPARSE)
    backup = pack(tmp_path, (member(MANIFEST_NAME), manifest_of(PART)), (holes, b"x"))
    with pytest.raises(BadBackup, match="which is no file"):
        read_archive(backup, tmp_path / "out", passphrase=None)


@pytest.mark.row("threat", 50)
def test_what_the_disk_has_no_room_for_is_refused_before_it_is_unpacked(tmp_path: Path):
    part = ArchivePart("files/a", 1 << 60, "", 0o600)
    backup = pack(tmp_path, (member(MANIFEST_NAME), manifest_of(part)), (member("files/a"), b"x"))
    with pytest.raises(BadBackup, match=f"needs {1 << 60} bytes, which are not free"):
        read_archive(backup, tmp_path / "out", passphrase=None)
    assert list((tmp_path / "out").iterdir()) == []
