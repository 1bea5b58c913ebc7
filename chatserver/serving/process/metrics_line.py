"""The line by which a worker and its supervisor tell each other their metrics: the worker's end, and its messages.

Either side asks and answers: the supervisor for what a worker counts, a worker for the sum of all, which it hands to
the program that asked it. All workers listen on one port, so that program cannot choose.
"""

import logging
import os
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

from prometheus_client import generate_latest

from chatserver.monitoring.faults import log_fault
from chatserver.monitoring.metrics import REGISTRY

logger = logging.getLogger(__name__)

HEAD = struct.Struct("!cI")
"""What the message is, and how many bytes of text follow."""

ASK, ANSWER = b"?", b"="
TOTAL_WITHIN_S = 6.0

LINE_VARIABLE = "METRICS_LINE"
"""The file descriptor of a worker's end, in its environment: a supervisor starts workers of newer and of older code,
which know no other arguments than theirs (SIGHUP after an update, or after it was taken back).
"""


class WorkerMetricsLine:
    """Thread-safe; a thread of its own reads. own: answers what this process counts, in any thread."""

    def __init__(self, line: socket.socket, own: Callable[[], bytes]) -> None:
        self._line = line
        self._own = own
        self._sending = threading.Lock()
        self._heard = threading.Condition()
        self._totals = 0
        self._total = b""

    def start(self) -> None:
        threading.Thread(target=self._read, name="metrics", daemon=True).start()

    def tell_counted(self) -> None:
        """Say unasked what this process has counted, without asking for its state: at its beginning and at its end."""
        with suppress(OSError):  # the supervisor is gone
            self._send(ANSWER, generate_latest(REGISTRY))

    def ask_total(self) -> bytes | None:
        """The sum of all processes; None where the supervisor does not answer."""
        with self._heard:
            before = self._totals
            try:
                self._send(ASK, b"")
            except OSError:
                return None
            return self._total if self._heard.wait_for(lambda: self._totals > before, TOTAL_WITHIN_S) else None

    def _read(self) -> None:
        with self._line.makefile("rb") as incoming:
            self.tell_counted()
            while len(head := incoming.read(HEAD.size)) == HEAD.size:
                kind, size = HEAD.unpack(head)
                text = incoming.read(size)
                if kind == ASK:
                    self._answer()
                else:
                    with self._heard:
                        self._total, self._totals = text, self._totals + 1
                        self._heard.notify_all()

    def _answer(self) -> None:
        try:
            self._send(ANSWER, self._own())
        except OSError:  # the supervisor is gone
            return
        except Exception as error:  # noqa: BLE001 -- after any error, the next one who asks is answered
            log_fault(logger, "Reporting metrics to the supervisor failed.", error)

    def _send(self, kind: bytes, text: bytes) -> None:
        with self._sending:
            self._line.sendall(HEAD.pack(kind, len(text)) + text)


_own: list[WorkerMetricsLine] = []


def start_metrics_line(own: Callable[[], bytes]) -> WorkerMetricsLine | None:
    """Start the metrics line in a worker: from now on, ask_for_total() answers for all processes.

    None under a supervisor of older code.
    """
    given = os.environ.pop(LINE_VARIABLE, None)
    if given is None:
        return None
    metrics_line = WorkerMetricsLine(socket.socket(fileno=int(given)), own)
    _own.append(metrics_line)
    metrics_line.start()
    return metrics_line


def is_one_of_several() -> bool:
    return bool(_own)


def ask_for_total() -> bytes | None:
    """The metrics of all processes, in the text format; None where the supervisor does not answer."""
    return _own[-1].ask_total()
