import gzip
import hashlib
import io
import json
import tarfile
import tracemalloc
from pathlib import Path

import pytest

from chatserver.operations.backups import BadBackup
from chatserver.operations.backups.archive import read_archive, write_archive
from chatserver.operations.backups.manifest import MANIFEST_NAME, ArchivePart, Manifest, describe_part

PASSPHRASE = b"correct horse battery"


def make_parts(folder: Path) -> Manifest:
    (folder / "files").mkdir(parents=True)
    (folder / "database.sqlite3").write_bytes(b"rows " * 10_000)
    (folder / "files" / "secret_key").write_bytes(b"key")
    (folder / "files" / "secret_key").chmod(0o600)
    parts = [describe_part(folder / name, name) for name in ("database.sqlite3", "files/secret_key")]
    return Manifest("2027-01-02T18:00:00+00:00", "0.1.0", "sqlite", ["a.0001"], {"a": 1}, True, parts)


@pytest.mark.long
@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_an_archive_gives_back_what_it_was_given(tmp_path: Path, passphrase: bytes | None):
    manifest = make_parts(tmp_path / "parts")
    (tmp_path / "out").mkdir()
    write_archive(tmp_path / "backup", manifest, tmp_path / "parts", passphrase=passphrase)
    assert read_archive(tmp_path / "backup", tmp_path / "out", passphrase=PASSPHRASE) == (manifest, [])
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
            read, _left_out = read_archive(tmp_path / "damaged", out, passphrase=None)
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


@pytest.mark.costly
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
    with pytest.raises(BadBackup, match="which does not belong to this product"):
        read_archive(backup, tmp_path / "out", passphrase=None)
    assert not (tmp_path / "outside").exists()


@pytest.mark.row("threat", 50)
@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_what_is_no_file_is_refused(tmp_path: Path, kind: bytes):
    manifest = manifest_of(ArchivePart("files/secret_key", 0, "", 0o600))
    backup = pack(
        tmp_path, (member(MANIFEST_NAME), manifest), (member("files/secret_key", kind, to="/etc/passwd"), b"")
    )
    with pytest.raises(BadBackup, match="which is not a file"):
        read_archive(backup, tmp_path / "out", passphrase=None)
    assert list((tmp_path / "out").iterdir()) == []


MEGABYTE = 1024 * 1024
BOMB = bytes(64 * MEGABYTE)
LONG_NAME = member("././@LongLink", tarfile.GNUTYPE_LONGNAME)
PART = ArchivePart("files/secret_key", 1, hashlib.sha256(b"x").hexdigest(), 0o600)
BOMBS = {
    "a manifest": [(member(MANIFEST_NAME), BOMB)],
    "a name": [(LONG_NAME, BOMB)],
    "a name behind the manifest": [(member(MANIFEST_NAME), manifest_of(PART)), (LONG_NAME, BOMB)],
    "a part": [(member(MANIFEST_NAME), manifest_of(PART)), (member("files/secret_key"), BOMB)],
}


@pytest.mark.long
@pytest.mark.row("threat", 50)
@pytest.mark.parametrize("where", [*BOMBS, "behind the end"])
def test_what_is_small_only_while_it_is_packed_is_refused(tmp_path: Path, where: str):
    whole = [(member(MANIFEST_NAME), manifest_of(PART)), (member("files/secret_key"), b"x")]
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
    holes = member("files/secret_key", tarfile.GNUTYPE_SPARSE)
    backup = pack(tmp_path, (member(MANIFEST_NAME), manifest_of(PART)), (holes, b"x"))
    with pytest.raises(BadBackup, match="which is not a file"):
        read_archive(backup, tmp_path / "out", passphrase=None)


@pytest.mark.row("threat", 50)
def test_what_the_disk_has_no_room_for_is_refused_before_it_is_unpacked(tmp_path: Path):
    part = ArchivePart("files/secret_key", 1 << 60, "", 0o600)
    backup = pack(tmp_path, (member(MANIFEST_NAME), manifest_of(part)), (member("files/secret_key"), b"x"))
    with pytest.raises(BadBackup, match=f"needs {1 << 60} free bytes in"):
        read_archive(backup, tmp_path / "out", passphrase=None)
    assert list((tmp_path / "out").iterdir()) == []


def unpack_with(folder: Path, name: str, engine: str = "sqlite", *, leave_out: bool = False) -> list[str]:
    """Unpack an archive whose manifest names this part, rightly; answers what was left out."""
    content = hashlib.sha256(b"x").hexdigest()
    manifest = Manifest("", "", engine, [], {}, False, [ArchivePart(name, 1, content, 0o600)]).as_json()
    backup = pack(folder, (member(MANIFEST_NAME), manifest), (member(name), b"x"))
    return read_archive(backup, folder / "out", passphrase=None, leave_out_others=leave_out)[1]


HEX = "0" * 64
OF_OURS = [
    *("database.sqlite3", "files/secret_key", "files/push_keys.json", "files/redactions.json", "files/demo.json"),
    *(f"files/log_keys/{HEX[:16]}.key", f"files/photos/00/{HEX}.webp", f"files/photos_unprepared/{HEX[:32]}"),
    "files/posting.toml",
]
OF_OTHERS = [
    *("files/db.sqlite3", "files/db.sqlite3-wal", "files/database.json", "files/serving.lock", "database.dump"),
    *("files/static/x.js", "files/static.collected", "files/log_keys/x.key", "files/.secret_key", "secret_key"),
    *("files/Secret_Key", "files/secret_key.", "files/secret_key ", "files/secret_key\n", "files//secret_key"),
    *("files/./secret_key", "files/photos/../secret_key", "files/secret\u200b_key", "files/ѕecret_key"),
    *("files/ｓecret_key", "FILES/secret_key", "manifest.json", "files", "files/", "", "/", ".", ".."),
    *(f"files/photos/01/{HEX}.webp", f"files/photos/00/{HEX}.html", f"files/photos/00/{HEX}.webp/a"),
    *(f"files/photos/00/{HEX.replace('0', 'A')}.webp", f"files/photos_small/00/{HEX}.webp", f"files/photos/{HEX}.webp"),
    *("files/photos/٠٠/" + "٠" * 64 + ".webp", "files/replaced-20270101T000000/db.sqlite3", "files/README.txt"),
]


@pytest.mark.row("threat", 50)
@pytest.mark.parametrize("name", OF_OTHERS)
def test_a_name_that_no_backup_holds_is_refused_before_anything_is_unpacked(tmp_path: Path, name: str):
    with pytest.raises(BadBackup) as refused:
        unpack_with(tmp_path, name)
    assert (list((tmp_path / "out").iterdir()), "\n" in str(refused.value)) == ([], False)


@pytest.mark.parametrize("name", OF_OURS)
def test_each_name_that_a_backup_holds_is_taken(tmp_path: Path, name: str):
    assert unpack_with(tmp_path, name) == []
    assert (tmp_path / "out" / name).read_bytes() == b"x"


def test_a_backup_holds_only_its_own_database(tmp_path: Path):
    with pytest.raises(BadBackup, match=r"holds 'database\.sqlite3', which does not belong to this product"):
        unpack_with(tmp_path, "database.sqlite3", "postgresql")


def test_others_are_left_out_if_that_is_wanted_and_files_that_are_made_again_always(tmp_path: Path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    assert unpack_with(tmp_path / "one", "files/notes.txt", leave_out=True) == ["files/notes.txt"]
    assert unpack_with(tmp_path / "two", "files/rendered/a/b.pdf") == []
    assert [*(tmp_path / "one" / "out").iterdir(), *(tmp_path / "two" / "out").iterdir()] == []


@pytest.mark.row("threat", 50)
def test_a_part_that_comes_twice_is_refused(tmp_path: Path):
    part = member("files/secret_key")
    backup = pack(
        tmp_path, (member(MANIFEST_NAME), manifest_of(PART)), (part, b"x"), (member("files/secret_key"), b"x")
    )
    with pytest.raises(BadBackup):
        read_archive(backup, tmp_path / "out", passphrase=None)


@pytest.mark.row("threat", 50)
@pytest.mark.parametrize(
    "change",
    [
        {"parts": [{"name": 5, "size": 1, "sha256": "", "mode": 384}]},
        {"parts": [{"name": "files/secret_key", "size": "1", "sha256": "", "mode": 384}]},
        {"parts": [{"name": "files/secret_key", "size": -1, "sha256": "", "mode": 384}]},
        {"parts": [{"name": "files/secret_key", "size": 1, "sha256": "", "mode": 384}] * 2},
        {"counts": []},
        {"migrations": "all"},
        {"engine": None},
    ],
)
def test_a_manifest_with_other_values_is_refused(tmp_path: Path, change: dict[str, object]):
    manifest = json.dumps(json.loads(manifest_of()) | change).encode()
    backup = pack(tmp_path, (member(MANIFEST_NAME), manifest))
    with pytest.raises(BadBackup, match="The file is not a valid backup: its manifest"):
        read_archive(backup, tmp_path / "out", passphrase=None)
