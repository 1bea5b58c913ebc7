"""Writes each log event as one line, tracebacks included, so that lines can be counted and searched.

Of an exception only types and places are written, whoever logs it: its message may quote what somebody wrote.
"""

import logging
from types import TracebackType
from typing import override

from chatserver.faults import describe

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class OneLineFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).rstrip().replace("\n", "\\n")

    @override
    def formatException(self, ei: ExceptionInfo) -> str:
        error = ei[1]
        return describe(error) if error is not None else ""
