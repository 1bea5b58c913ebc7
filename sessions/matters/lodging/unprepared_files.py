"""Files that were sent as photographs while too many came at once: kept on the disk until there is time for them.

Each stands in the data folder as photos_unprepared/<32 hexadecimal digits>.<id of who sent it>, as it was sent: nobody
is served one, and it is removed once its picture is made. What no row names is removed an hour later, or earlier where
others need the room. The number of one person's, and the number and the size of all together, are bounded.
"""

import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final, NamedTuple
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from sessions.contract.limits import MAX_MATTER_PHOTOS
from sessions.platform.photos.refusing import OutOfSpace, busy
from sessions.platform.photos.storage import FREE_BYTES_BESIDE_PHOTOS, NO_SPACE, write_picture

UNPREPARED_FOLDER: Final = "photos_unprepared"
MOST_OF_ONE: Final = MAX_MATTER_PHOTOS
"""Files that one sender may have waiting: the photos of one form."""

MOST_FILES: Final = 4000
MOST_BYTES: Final = 2 * 2**30
"""Bytes of all waiting files together: what arrives in about 20 minutes of a cloudburst (5,000 complaints an hour)."""

UNUSED_FILE_S: Final = 3600
"""A form that is still being filled in may have sent its photos before a row names them."""

UNPREPARED_NAME: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)


class UnpreparedFile(NamedTuple):
    """An uploaded file that waits to be prepared.

    name: "" while it is being written. sender: the id of the person, "" of a second name of a file.
    """

    path: Path
    name: str
    sender: str
    size: int
    changed: float


def keep_unprepared(file: bytes, *, sender_id: int, find_named: Callable[[], Collection[str]]) -> str:
    """Write the file to the disk and return its name. Call this before saving the row that names it.

    find_named: finds the names that rows name. Where there is no room, the oldest files that no row names are removed:
    first the sender's own, then anybody's. Raises Refused photo_busy where that is not enough, and OutOfSpace.
    """
    _make_room(len(file), str(sender_id), find_named)
    if shutil.disk_usage(settings.DATA_DIR).free < FREE_BYTES_BESIDE_PHOTOS + len(file):
        raise OutOfSpace
    name = uuid4().hex
    try:
        write_picture(_folder() / f"{name}.{sender_id}", file)
    except OSError as error:
        if error.errno in NO_SPACE:
            raise OutOfSpace from error
        raise
    return name


def link_unprepared(name: str) -> str:
    """Another name of the same file, which stays when the first one is removed. Raises FileNotFoundError."""
    other = uuid4().hex
    os.link(_path_of(name), _folder() / other)
    return other


def has_unprepared(name: str) -> bool:
    return UNPREPARED_NAME.fullmatch(name) is not None and _path_of(name).exists()


def read_unprepared(name: str) -> bytes | None:
    """None for one that is not there (any longer)."""
    try:
        return _path_of(name).read_bytes()
    except FileNotFoundError:
        return None


def remove_unprepared(name: str) -> None:
    """Remove a file. To be called after the commit; it may be gone already."""
    _path_of(name).unlink(missing_ok=True)


def remove_unprepared_of(sender_id: int) -> None:
    """Remove all that a person has sent, also in forms that were never sent off; to be called after the commit."""
    for path in _folder().glob(f"*.{sender_id}"):
        path.unlink(missing_ok=True)


def forget_unused_unprepared(named: Collection[str]) -> int:
    """Remove those that are not in named and came more than an hour ago; answers how many.

    named: the names of every one that a row names. What a killed process left half-written goes, too.
    """
    oldest = timezone.now().timestamp() - UNUSED_FILE_S
    unused = [each for each in _files() if each.changed < oldest and each.name not in named]
    for each in unused:
        each.path.unlink(missing_ok=True)
    return len(unused)


def _make_room(size: int, sender: str, find_named: Callable[[], Collection[str]]) -> None:
    """Make room for one more file of this person. Raises Refused photo_busy."""
    files = _files()
    own = [each for each in files if each.sender == sender]
    if len(own) < MOST_OF_ONE and _have_room(files, size):
        return
    named = find_named()
    unused = sorted((each for each in files if each.name and each.name not in named), key=lambda each: each.changed)
    while len(own) >= MOST_OF_ONE or not _have_room(files, size):
        removed = next((each for each in unused if each in own or len(own) < MOST_OF_ONE), None)
        if removed is None:
            raise busy()
        removed.path.unlink(missing_ok=True)
        for each in (unused, files, own):
            if removed in each:
                each.remove(removed)


def _have_room(files: Collection[UnpreparedFile], size: int) -> bool:
    return len(files) < MOST_FILES and sum(each.size for each in files) + size <= MOST_BYTES


def _folder() -> Path:
    return Path(settings.DATA_DIR) / UNPREPARED_FOLDER


def _path_of(name: str) -> Path:
    """Where it stands: its name ends with the id of the sender."""
    return next(_folder().glob(f"{name}*"), _folder() / name)


def _files() -> list[UnpreparedFile]:
    return list(_look_through(_folder()))


def _look_through(folder: Path) -> Iterator[UnpreparedFile]:
    for path in folder.glob("*"):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue  # made into a picture meanwhile
        name, _dot, sender = path.name.partition(".")
        yield UnpreparedFile(path, name, sender if name else "", status.st_size, status.st_mtime)
