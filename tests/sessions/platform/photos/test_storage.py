import errno
import os
import shutil
import time
from pathlib import Path

import pytest

from sessions.platform.photos.encoding import encode_picture
from sessions.platform.photos.picture import Picture
from sessions.platform.photos.refusing import OutOfSpace
from sessions.platform.photos.serving import small_picture
from sessions.platform.photos.storage import (
    UNUSED_PHOTO_S,
    forget_unused_pictures,
    keep_picture,
    path_of_picture,
    read_kept,
    remove_picture,
)
from tests.sessions.platform.photos.files import noise, plain

OLD_S = UNUSED_PHOTO_S + 60


def picture(colour: str = "red") -> Picture:
    return encode_picture(plain(colour=colour))


def files_in(folder: Path) -> list[str]:
    """Without the lock."""
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.name != ".lock"
    )


def make_old(path: Path) -> None:
    os.utime(path, (time.time() - OLD_S,) * 2)


def test_a_picture_is_stored_under_its_sha256_for_its_owner_alone(data_dir: Path):
    red = picture()
    path = keep_picture(red)
    assert path == data_dir / "photos" / red.sha256[:2] / f"{red.sha256}.webp"
    assert files_in(data_dir) == [str(path.relative_to(data_dir))]
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert keep_picture(red) == path
    assert read_kept(red.sha256) == red.webp


@pytest.mark.parametrize("name", ["../../secret_key", "0" * 63, "G" * 64, "", "٣" * 64, "0" * 64 + "\n"])
def test_what_is_no_name_of_a_picture_reads_no_file(data_dir: Path, name: str):
    assert read_kept(name) is None
    with pytest.raises(ValueError, match="no picture"):
        path_of_picture(name)


@pytest.mark.row("fault", 15)
def test_photos_leave_room_on_the_disk_for_the_database(data_dir: Path, monkeypatch: pytest.MonkeyPatch):
    free = shutil.disk_usage(data_dir).free
    with monkeypatch.context() as patch:
        patch.setattr("sessions.platform.photos.storage.FREE_BYTES_BESIDE_PHOTOS", 2 * free)
        with pytest.raises(OutOfSpace):
            keep_picture(picture())
    assert files_in(data_dir) == []
    assert keep_picture(picture()).exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_in_the_middle_leaves_nothing_and_is_said(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, number: int
):
    def refuse(_file: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(OutOfSpace) as refused:
            keep_picture(picture())
    assert (refused.value.code, refused.value.retry) == ("photo_no_space", True)
    assert files_in(data_dir) == []
    assert keep_picture(picture()).exists()


def test_another_fault_of_the_disk_is_no_full_disk(data_dir: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "fsync", lambda _file: os.close(-1))
    with pytest.raises(OSError, match="Bad file descriptor"):
        keep_picture(picture())
    assert files_in(data_dir) == []


def test_a_removed_picture_is_gone_with_its_smaller_size(data_dir: Path):
    red, blue = picture(), picture("blue")
    for each in (red, blue):
        keep_picture(each)
        assert small_picture(each.sha256)
    remove_picture(red.sha256)
    remove_picture(red.sha256)
    assert [Path(name).stem for name in files_in(data_dir)] == [blue.sha256] * 2
    assert small_picture(red.sha256) is None


def test_what_no_row_names_is_forgotten_after_a_day(data_dir: Path):
    named, unnamed, new, again = (picture(colour) for colour in ("red", "blue", "green", "white"))
    for each in (named, unnamed, new, again):
        path = keep_picture(each)
        small_picture(each.sha256)
        if each is not new:
            make_old(path)
            make_old(path_of_picture(each.sha256, folder="photos_small"))
    keep_picture(again)  # sent again, by a form that has no row yet
    half = path_of_picture(named.sha256).with_name(f".{named.sha256}.0123")
    half.write_bytes(b"RIFF")
    make_old(half)
    assert forget_unused_pictures({named.sha256}) == 1
    assert {Path(name).stem for name in files_in(data_dir)} == {each.sha256 for each in (named, new, again)}
    assert forget_unused_pictures({named.sha256}) == 0


@pytest.mark.costly
def test_the_smaller_size_is_made_once_and_again_where_it_is_missing(data_dir: Path):
    kept = encode_picture(noise((400, 200)))
    keep_picture(kept)
    first = small_picture(kept.sha256)
    path = path_of_picture(kept.sha256, folder="photos_small")
    assert path.read_bytes() == first
    path.write_bytes(b"kept")
    assert small_picture(kept.sha256) == b"kept"
    path.unlink()
    assert small_picture(kept.sha256) == first


def test_a_full_disk_does_not_keep_a_reader_from_the_smaller_size(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    kept = keep_picture(picture()).stem

    def refuse(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    assert (small_picture(kept) or b"").startswith(b"RIFF")
    assert caplog.messages == ["Caching the smaller size of a photo failed: No space left on device."]
