"""A thread that does one thing periodically, on a database connection of its own."""

import logging
import threading
import time
from abc import ABC, abstractmethod
from typing import override

from django.db import connections

from chatserver.database.serving import may_acknowledge
from chatserver.faults import log_fault
from sessions.database.release import release_connection

logger = logging.getLogger(__name__)


class RepeatingThread(ABC, threading.Thread):
    """Runs until stopped. A turn that fails is logged, and tried again when the next one is due.

    Where the database's file is gone or replaced, there are no more turns: the server is about to stop.
    """

    def __init__(self, name: str, *, every_seconds: float) -> None:
        super().__init__(name=name, daemon=True)
        self.succeeded_at = time.monotonic()
        self.is_stopping = threading.Event()
        self._every_seconds = every_seconds

    @abstractmethod
    def take_turn(self) -> None: ...

    @override
    def run(self) -> None:
        try:
            while not self.is_stopping.is_set():
                self._try_turn()
                release_connection()
                self.is_stopping.wait(self._every_seconds)
        finally:
            connections.close_all()

    def stop(self) -> None:
        """Wait until the present turn has ended, and take no further turn."""
        self.is_stopping.set()
        if self.is_alive():
            self.join()

    def _try_turn(self) -> None:
        try:
            if may_acknowledge():
                self.take_turn()
            self.succeeded_at = time.monotonic()
        except Exception as error:  # noqa: BLE001 -- any error: the next turn still comes
            log_fault(logger, f"A turn of the {self.name} failed; it is tried again.", error)
            connections.close_all()  # the database may be away: the next turn opens a new connection
