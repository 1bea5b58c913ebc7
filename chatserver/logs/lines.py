"""Writes each log record as one line: when, with its offset, how bad, who says so, what, by which causes, and where.

Of an exception only types, codes and places are written, whoever logs it: its message may quote what somebody wrote.
"""

import logging
from datetime import datetime
from typing import override

from chatserver.logs.causes import name_causes
from chatserver.logs.messages import error_of, words_of
from chatserver.logs.places import name_places


class OneLineFormatter(logging.Formatter):
    @override
    def format(self, record: logging.LogRecord) -> str:
        parts = [words_of(record)]
        if (error := error_of(record)) is not None:
            parts += [name_causes(error), name_places(error)]
        text = " | ".join(part for part in parts if part)
        return f"{_when(record.created)} {record.levelname} {record.name}: {text}"


def line_of(level: int, logger: str, text: str, at: float) -> str:
    """The same for what no single record stands for. at: seconds since 1970."""
    return f"{_when(at)} {logging.getLevelName(level)} {logger}: {text}"


def _when(created: float) -> str:
    """ISO 8601, in the server's time zone and with its offset."""
    return datetime.fromtimestamp(created).astimezone().isoformat(timespec="milliseconds")
