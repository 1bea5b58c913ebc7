"""Files that were sent as photographs while too many came at once: kept on the disk until there is time for them.

Each stands in the data folder as photos_unprepared/<32 hexadecimal digits>, as it was sent: nobody is served one, and
it is removed once its picture is made. What no row names is removed a day later. The number and the size of all
together are bounded.
"""

import os
import re
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from sessions.photos.refusing import OutOfSpace, busy
from sessions.photos.storage import FREE_BYTES_BESIDE_PHOTOS, NO_SPACE, UNUSED_PHOTO_S, write_picture

FOLDER: Final = "photos_unprepared"
MOST_FILES: Final = 4000
MOST_BYTES: Final = 2 * 2**30
"""Of all together: what comes in some twenty minutes of a cloudburst of 5,000 complaints an hour."""

NAME: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)


def keep_unprepared(file: bytes) -> str:
    """Its name; it is on the disk when this returns. To be called before the row that names it is saved.

    Raises Refused photo_busy where as many wait already as may, and OutOfSpace.
    """
    sizes = [size for size, _changed in _files().values()]
    if len(sizes) >= MOST_FILES or sum(sizes) + len(file) > MOST_BYTES:
        raise busy()
    if shutil.disk_usage(settings.DATA_DIR).free < FREE_BYTES_BESIDE_PHOTOS + len(file):
        raise OutOfSpace
    name = uuid4().hex
    try:
        write_picture(_folder() / name, file)
    except OSError as error:
        if error.errno in NO_SPACE:
            raise OutOfSpace from error
        raise
    return name


def link_unprepared(name: str) -> str:
    """Another name of the same file, which stays when the first one is removed. Raises FileNotFoundError."""
    other = uuid4().hex
    os.link(_folder() / name, _folder() / other)
    return other


def has_unprepared(name: str) -> bool:
    return NAME.fullmatch(name) is not None and (_folder() / name).exists()


def read_unprepared(name: str) -> bytes | None:
    """None for one that is not there (any longer)."""
    try:
        return (_folder() / name).read_bytes()
    except FileNotFoundError:
        return None


def remove_unprepared(name: str) -> None:
    """To be called after the commit; it may be gone already."""
    (_folder() / name).unlink(missing_ok=True)


def forget_unused_unprepared(kept: Collection[str]) -> int:
    """Remove those that are not in kept and came more than a day ago; answers how many.

    kept: the names of every one that a row names. What a killed process left half-written goes, too.
    """
    oldest = timezone.now().timestamp() - UNUSED_PHOTO_S
    unused = [name for name, (_size, changed) in _files().items() if changed < oldest and name not in kept]
    for name in unused:
        remove_unprepared(name)
    return len(unused)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / FOLDER


def _files() -> dict[str, tuple[int, float]]:
    """Their names, with bytes and when each was written."""
    return dict(_look_through(_folder()))


def _look_through(folder: Path) -> Iterator[tuple[str, tuple[int, float]]]:
    for path in folder.glob("*"):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue  # made into a picture meanwhile
        yield path.name, (status.st_size, status.st_mtime)
