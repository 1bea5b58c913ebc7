"""Keeps rendered forms of records in the data folder, each under the hash of what it was made from.

They are only copies: one that is missing is made again. Of a record and a name only the newest is kept, and
discard_rendered() removes all of a record, which a redaction calls after its commit.
"""

import hashlib
import logging
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings

from sessions.platform.exports.whole_files import clear_unfinished, write_whole

RENDERED_FOLDER = "rendered"

logger = logging.getLogger(__name__)


def rendered_file(
    slug: str, name: str, *, made_from: bytes, render: Callable[[], bytes], is_current: Callable[[], bool]
) -> bytes:
    """The kept file, or a new one. name: such as en.pdf. Raises what render() raises.

    is_current: asked once a new file is kept. Where it is not, because the record was redacted meanwhile, the file is
    removed again: a redaction that commits later removes it itself.
    """
    path = path_of_rendered(slug, name, made_from)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        data = render()
    _keep(path, name, data)
    if not is_current():
        discard_rendered(slug)
    return data


def path_of_rendered(slug: str, name: str, made_from: bytes) -> Path:
    """Where the form stands, if it is kept."""
    key = hashlib.sha256(form_code_version() + made_from).hexdigest()[:32]
    return rendered_folder() / slug / f"{key}.{name}"


def rendered_folder() -> Path:
    """The folder of rendered files, with a folder for each record."""
    return Path(settings.DATA_DIR) / RENDERED_FOLDER


def size_of_rendered(slug: str, name: str, *, made_from: bytes) -> int | None:
    """The size of a rendered file, in bytes; None where it has not been made yet."""
    path = path_of_rendered(slug, name, made_from)
    return path.stat().st_size if path.exists() else None


def discard_rendered(slug: str) -> None:
    """Remove all rendered forms of a record, half-written ones too."""
    shutil.rmtree(rendered_folder() / slug, ignore_errors=True)


def _keep(path: Path, name: str, data: bytes) -> None:
    """A full disk is told to the operator; the reader gets the form all the same."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        logger.warning("Caching a rendered record failed: %s.", error.strerror)
        return
    for older in path.parent.glob(f"*.{name}"):
        if older != path:
            older.unlink(missing_ok=True)
    clear_unfinished(path.parent)


@cache
def form_code_version() -> bytes:
    """Changes with whatever makes the forms."""
    here = Path(__file__).parent
    sources = sorted(path for path in here.rglob("*") if path.suffix in {".py", ".typ", ".css", ".txt"})
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).digest()
