"""Formats each log record as one line: time with offset, level, logger, text, causes and places in the code.

Of an exception only types, codes and places are written: its message may quote what people wrote.
"""

import logging
from datetime import datetime
from typing import override

from chatserver.monitoring.logs.causes import name_causes
from chatserver.monitoring.logs.messages import error_of, message_in_one_line
from chatserver.monitoring.logs.traceback_places import name_places


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
