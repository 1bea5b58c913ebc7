"""The log as tiles of 256 hashes and bundles of 256 entries (c2sp.org/tlog-tiles), so that monitors read all of it."""

import re

from sessions.models import LogCheckpoint, LogLeaf
from sessions.record.proof.stored_leaves import levels_of

WIDTH = 256
MAX_LEVEL = 5
HEIGHT = 8


class NoSuchTile(LookupError):
    """A path that is none, or a tile beyond the newest checkpoint."""


def read_path(path: str) -> tuple[int, int]:
    """The number and the width of "x001/x234/067" or "x001/x234/067.p/8". Raises NoSuchTile for any other form."""
    found = re.fullmatch(r"((?:x[0-9]{3}/){0,4})([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", path)
    if found is None or found[1].startswith("x000/"):
        raise NoSuchTile(path)
    width = int(found[3] or WIDTH)
    if found[3] and width >= WIDTH:
        raise NoSuchTile(path)
    return int(re.sub("[x/]", "", found[1]) + found[2]), width


def hash_tile(checkpoint: LogCheckpoint, *, level: int, number: int, width: int) -> bytes:
    """The hashes of a tile, one after the other. Raises NoSuchTile."""
    levels = levels_of(checkpoint)
    if not 0 <= level <= MAX_LEVEL or HEIGHT * level >= len(levels):
        raise NoSuchTile(level)
    complete = checkpoint.size >> HEIGHT * level  # a last node that covers fewer leaves is in no tile
    return b"".join(levels[HEIGHT * level][_range(number, width, complete)])


def entry_bundle(checkpoint: LogCheckpoint, *, number: int, width: int) -> bytes:
    """The entries of a bundle, each after its length in two bytes. Raises NoSuchTile."""
    place = _range(number, width, checkpoint.size)
    rows = LogLeaf.objects.filter(index__gte=place.start, index__lt=place.stop).order_by("index")
    entries = [data.encode() for data in rows.values_list("data", flat=True)]
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def _range(number: int, width: int, complete: int) -> slice:
    start = number * WIDTH
    if start + width > complete:
        raise NoSuchTile(number)
    return slice(start, start + width)
