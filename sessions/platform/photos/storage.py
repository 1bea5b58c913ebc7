"""Stores pictures in the data folder, each as photos/<first two digits>/<sha256>.webp, whole or not at all.

A picture never changes under its name: another one has another sha256. Who may see it, and which row names it, is not
known here.
"""

import errno
import fcntl
import os
import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from sessions.platform.photos.picture import Picture
from sessions.platform.photos.refusing import OutOfSpace

PHOTOS_FOLDER: Final = "photos"
SMALL_FOLDER: Final = "photos_small"
"""Folder of the smaller sizes. They can be made again, so no backup holds them."""

UNUSED_PHOTO_S: Final = 24 * 3600
"""Seconds: a form that is still being filled in may have stored pictures that no row names yet."""

FREE_BYTES_BESIDE_PHOTOS: Final = 256 * 2**20
"""Bytes of the disk kept free for the database: photos must not take the space in which questions are saved."""

SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def keep_picture(picture: Picture) -> Path:
    """Store it, on the disk when this returns; one that is there already counts as new again.

    To be called before the row that names it is saved. Raises OutOfSpace, also while some room is left, and then
    leaves nothing behind.
    """
    path = path_of_picture(picture.sha256)
    if shutil.disk_usage(_top()).free < FREE_BYTES_BESIDE_PHOTOS:
        raise OutOfSpace
    try:
        with _locked():
            try:
                os.utime(path)
            except FileNotFoundError:
                write_picture(path, picture.webp)
    except OSError as error:
        if error.errno in NO_SPACE:
            raise OutOfSpace from error
        raise
    return path


def read_kept(sha256: str) -> bytes | None:
    """The stored bytes; None if this is no picture's name, or the picture is not there."""
    if not SHA256.fullmatch(sha256):
        return None
    try:
        return path_of_picture(sha256).read_bytes()
    except FileNotFoundError:
        return None


def remove_picture(sha256: str) -> None:
    """Delete the picture and its smaller size, if they exist. Call it after the commit, once no row names it."""
    path_of_picture(sha256).unlink(missing_ok=True)
    path_of_picture(sha256, folder=SMALL_FOLDER).unlink(missing_ok=True)


def forget_unused_pictures(kept: Collection[str]) -> int:
    """Remove the pictures that are not in kept and were stored more than a day ago; answers how many.

    kept: the sha256 of every picture that a row names. What a killed process left half-written goes, too.
    """
    removed = 0
    for path in _old_files(_top() / PHOTOS_FOLDER):
        if path.stem in kept and path.suffix == ".webp":
            continue
        with _locked():
            if not _is_old(path):
                continue
            if SHA256.fullmatch(path.stem):
                remove_picture(path.stem)
                removed += 1
            else:
                path.unlink(missing_ok=True)
    for path in _old_files(_top() / SMALL_FOLDER):
        if not (_top() / PHOTOS_FOLDER / path.parent.name / path.name).exists():
            path.unlink(missing_ok=True)
    return removed


def path_of_picture(sha256: str, *, folder: str = PHOTOS_FOLDER) -> Path:
    """Where the picture stands if it is stored. Raises ValueError for what is no sha256."""
    if not SHA256.fullmatch(sha256):
        raise ValueError("no picture has this name")
    return _top() / folder / sha256[:2] / f"{sha256}.webp"


def write_picture(path: Path, webp: bytes) -> None:
    """Write a file that only its owner may read. Raises OSError, and then leaves no file behind."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.stem}.{uuid4().hex}")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(webp)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _top() -> Path:
    return Path(settings.DATA_DIR)


@contextmanager
def _locked() -> Iterator[None]:
    """One process at a time: a picture that is sent again is not removed as unused at the same moment."""
    (_top() / PHOTOS_FOLDER).mkdir(mode=0o700, exist_ok=True)
    with (_top() / PHOTOS_FOLDER / ".lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _old_files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*/*") if _is_old(path)]


def _is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < timezone.now().timestamp() - UNUSED_PHOTO_S
    except FileNotFoundError:
        return False
