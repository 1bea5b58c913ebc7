"""Formats each log record as one line: time with offset, level, logger, text, causes and places in the code.

Of an exception only types, codes and places are written: its message may quote what people wrote.
"""

import logging
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import override

from chatserver.monitoring.logs.causes import chain_of, name_causes
from chatserver.monitoring.logs.messages import error_of, message_in_one_line


class OneLineFormatter(logging.Formatter):
    @override
    def format(self, record: logging.LogRecord) -> str:
        parts = [message_in_one_line(record)]
        if (error := error_of(record)) is not None:
            parts += [name_causes(error), name_places(error)]
        text = " | ".join(part for part in parts if part)
        return f"{_when(record.created)} {record.levelname} {record.name}: {text}"


def log_line(level: int, logger: str, text: str, at: float) -> str:
    """A line in the same format without a record. at: seconds since 1970."""
    return f"{_when(at)} {logging.getLevelName(level)} {logger}: {text}"


def _when(created: float) -> str:
    """ISO 8601, in the server's time zone and with its offset."""
    return datetime.fromtimestamp(created).astimezone().isoformat(timespec="milliseconds")


# Names the places in the code that an exception passed: each place of ours, and the last one in a library.

OWN = ("chatserver/", "moderation/", "sessions/", "tests/")
MOST = 16
ROOT = Path(__file__).resolve().parents[3]


def name_places(error: BaseException) -> str:
    """Name the places of an error, outermost first, then new places of its causes.

    For example `sessions/tick.py:53 tick > django/db/utils.py:91 __exit__`.
    """
    places = list(dict.fromkeys(place for cause in chain_of(error) for place in _places_of(cause)))
    return " > ".join(places[:MOST])


def _places_of(error: BaseException) -> Iterator[str]:
    places = [
        f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    yield from (place for place in places[:-1] if place.startswith(OWN))
    yield from places[-1:]
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _places_of(one)


def _short(path: str) -> str:
    """The path without the folders of this machine."""
    _, library, inside = path.rpartition("site-packages/")
    if library:
        return inside
    return str(Path(path).relative_to(ROOT)) if path.startswith(f"{ROOT}/") else "/".join(Path(path).parts[-2:])
