"""Keeps long lists as files, of one state only: exports are served from them, so that each is made once.

A file is named after the list, what of it is asked for, and the state of the data. It is complete once it has its name,
and stands beside a copy that gzip has packed. Files of other states are deleted as soon as one of this state is made or
asked for, and all of them as soon as words are redacted or a complaint is no longer public.
"""

import gzip
import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from sessions.platform.exports.rendered_files import rendered_folder

LISTS_FOLDER = "lists"
MOST_FILTERED = 16
"""Files of lists by other filters than the ward; the oldest goes first."""

DISCARDED = ".discarded"
"""Name of the file whose content changes each time that all lists are deleted."""

UNFINISHED = ".part-"
PACKED = ".gz"
PACK_LEVEL = 6


@dataclass(frozen=True, slots=True)
class ListFile:
    """The file of a list.

    list_name: such as matters. form: csv or json. query: the filters, as in an address. state: see state_key().
    """

    list_name: str
    form: str
    query: str
    state: str

    @property
    def name(self) -> str:
        wanted = self.query if self._is_common else f"filtered-{hashlib.sha256(self.query.encode()).hexdigest()[:24]}"
        return f"{self.list_name}.{self.state}.{wanted or 'all'}.{self.form}"

    @property
    def path(self) -> Path:
        return list_folder() / self.name

    @property
    def packed_path(self) -> Path:
        return list_folder() / f"{self.name}{PACKED}"

    @property
    def _is_common(self) -> bool:
        """The whole list, or that of one ward: there are only so many."""
        return not self.query or (self.query.startswith("ward=") and self.query[5:].isdecimal())


def list_folder() -> Path:
    return rendered_folder() / LISTS_FOLDER


def state_key(state: Iterable[Any]) -> str:
    """A short name of a state, for files and ETags."""
    return hashlib.sha256(repr(tuple(map(str, state))).encode()).hexdigest()[:32]


def keep_list(file: ListFile, pieces: Iterable[str]) -> None:
    """Write the file whole or not at all, and delete the list's files of other states. Raises OSError."""
    list_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    plain, packed = (list_folder() / f"{UNFINISHED}{uuid4().hex}" for _each in range(2))
    try:
        with plain.open("xb") as out, gzip.open(packed, "xb", compresslevel=PACK_LEVEL) as packing:
            for piece in pieces:
                data = piece.encode()
                out.write(data)
                packing.write(data)
        packed.replace(file.packed_path)
        plain.replace(file.path)
    finally:
        plain.unlink(missing_ok=True)
        packed.unlink(missing_ok=True)
    delete_other_states(file.list_name, file.state)
    _delete_oldest_filtered()


def delete_other_states(list_name: str, state: str) -> None:
    """Delete the list's files of other states: the words in them may have been removed since."""
    for path in list_folder().glob(f"{list_name}.*"):
        if not path.name.startswith(f"{list_name}.{state}."):
            path.unlink(missing_ok=True)


def discard_lists(*_about: Any) -> None:
    """Delete all lists after the commit that hides words; discard_mark() tells a process that is making one."""
    if not list_folder().is_dir():
        return
    mark = list_folder() / f".{uuid4().hex}"
    mark.write_text(mark.name)
    mark.replace(list_folder() / DISCARDED)
    for path in list_folder().glob("*.*.*"):
        path.unlink(missing_ok=True)
    delete_unfinished()


def delete_unfinished() -> None:
    """Delete the files that a killed process left; a process that is still writing one fails."""
    for path in list_folder().glob(f"{UNFINISHED}*"):
        path.unlink(missing_ok=True)


def discard_mark() -> str:
    """Return a mark that each discard_lists() changes; it is written before the files are deleted."""
    try:
        return (list_folder() / DISCARDED).read_text()
    except FileNotFoundError:
        return ""


def _delete_oldest_filtered() -> None:
    kept = {}
    for path in list_folder().glob("*.filtered-*"):
        with suppress(FileNotFoundError):
            kept[path] = path.stat().st_mtime
    for path in sorted(kept, key=lambda path: kept[path])[: max(0, len(kept) - 2 * MOST_FILTERED)]:
        path.unlink(missing_ok=True)
