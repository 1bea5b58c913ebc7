"""Writes log lines; repeated warnings and errors make one line for each kind and minute."""

import logging
import re
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any, TextIO, override

from chatserver.monitoring.logs.causes import name_causes
from chatserver.monitoring.logs.damage import watch_for_damage
from chatserver.monitoring.logs.lines import OneLineFormatter, log_line
from chatserver.monitoring.logs.messages import error_of, message_in_one_line
from chatserver.monitoring.logs.repetitions import REPEATED_EVERY_S, Repetitions

NUMBERS = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\d+")


@dataclass(frozen=True, slots=True)
class Kind:
    """What makes two records the same: numbers do not count; without an exception the words have to be the same."""

    logger: str
    level: int
    words: str
    causes: str = ""
    example: str = field(default="", compare=False)


OTHER = Kind(
    "chatserver.monitoring.logs", logging.WARNING, "more kinds than are counted", example="Something else went wrong."
)


class CountingHandler(logging.StreamHandler[TextIO]):
    """A timer writes the repetitions, so that the last ones are written even if no record follows."""

    def __init__(self, stream: TextIO | None = None, *, every_s: float = REPEATED_EVERY_S) -> None:
        super().__init__(stream)
        self.setFormatter(OneLineFormatter())
        self._repetitions = Repetitions(other=OTHER, source=lambda kind: kind.logger, every_s=every_s)
        self._lock: Any = self.lock
        self._timer: threading.Timer | None = None
        self._is_closed = False

    @override
    def emit(self, record: logging.LogRecord) -> None:
        error = error_of(record)
        if error is not None:
            watch_for_damage(error)
        if record.levelno < logging.WARNING or self._is_closed or self._is_first(_kind_of(record, error)):
            super().emit(record)
        else:
            self._tell_later()

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """Overridden, because logging itself would print the arguments."""
        _complain(record.name)

    @override
    def close(self) -> None:
        """Write what is counted, and nothing after that: a timer could not be sure that the stream is still open."""
        with self._lock:
            self._is_closed = True
            if self._timer is not None:
                self._timer.cancel()
            self._tell(self._repetitions.take_all())
        super().close()

    def _is_first(self, kind: Kind) -> bool:
        is_first = self._repetitions.is_first(kind, time.monotonic())
        if is_first:
            self._tell(self._repetitions.take_before(kind))
        return is_first

    def _tell_later(self) -> None:
        due_in = self._repetitions.next_due_in(time.monotonic())
        if self._timer is None and due_in is not None:
            self._timer = threading.Timer(due_in, self._tell_due)
            self._timer.daemon = True
            self._timer.start()

    def _tell_due(self) -> None:
        with self._lock:
            if self._is_closed:
                return  # closed while this waited for the lock
            self._timer = None
            self._tell(self._repetitions.take_due(time.monotonic()))
            self._tell_later()

    def _tell(self, repeated: dict[Kind, int]) -> None:
        for kind, count in repeated.items():
            parts = [kind.example, kind.causes, f"{count} more since it was told"]
            text = " | ".join(part for part in parts if part)
            self._write(kind, text)

    def _write(self, kind: Kind, text: str) -> None:
        """An unwritable stream must not end the thread, as in logging's own handlers."""
        try:
            self.stream.write(log_line(kind.level, kind.logger, text, time.time()) + self.terminator)
            self.flush()
        except (OSError, ValueError):
            _complain(kind.logger)


def _complain(logger: str) -> None:
    sys.stderr.write(f"A line of {logger} could not be written ({type(sys.exception()).__qualname__}).\n")


def _kind_of(record: logging.LogRecord, error: BaseException | None) -> Kind:
    words = message_in_one_line(record)
    if error is None:
        return Kind(record.name, record.levelno, words, example=words)
    return Kind(record.name, record.levelno, NUMBERS.sub("#", words), name_causes(error), example=words)
