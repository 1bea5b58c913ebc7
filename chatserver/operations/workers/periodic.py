"""A thread that does one thing periodically, on a database connection of its own."""

import logging
import threading
import time
from abc import ABC, abstractmethod
from typing import override

from django.db import connections

from chatserver.database.serving import may_acknowledge
from chatserver.monitoring.faults import log_fault
from chatserver.monitoring.outage.kinds import is_held_elsewhere
from sessions.platform.database.release import release_connection

logger = logging.getLogger(__name__)

HELD_FOR_S = 30.0
"""How long others may hold the database before that is a failure: on a busy machine a turn may come too late for it."""

AGAIN_AFTER_S = 5.0


class PeriodicThread(ABC, threading.Thread):
    """Runs until stopped. A turn that fails is logged, and tried again when the next one is due.

    Where others held the database meanwhile, the turn is repeated within seconds, and logged only if that goes on.

    Where the database's file is gone or replaced, there are no more turns: the server is about to stop.
    """

    def __init__(self, name: str, *, every_seconds: float) -> None:
        super().__init__(name=name, daemon=True)
        self.succeeded_at = time.monotonic()
        self.is_stopping = threading.Event()
        self._every_seconds = every_seconds
        self._held_since: float | None = None

    @abstractmethod
    def take_turn(self) -> None: ...

    @override
    def run(self) -> None:
        try:
            while not self.is_stopping.is_set():
                self._try_turn()
                release_connection()
                self.is_stopping.wait(self._rest_s())
        finally:
            connections.close_all()

    def stop(self) -> None:
        """Wait until the present turn has ended, and take no further turn."""
        self.is_stopping.set()
        if self.is_alive():
            self.join()

    def _try_turn(self) -> None:
        began_at = time.monotonic()
        try:
            if may_acknowledge():
                self.take_turn()
            self.succeeded_at, self._held_since = time.monotonic(), None
        except Exception as error:  # noqa: BLE001 -- any error: the next turn still comes
            if not self._is_only_held(error, began_at):
                log_fault(logger, f"A turn of the {self.name} failed; the server will retry.", error)
            connections.close_all()  # the database may be away: the next turn opens a new connection

    def _is_only_held(self, error: Exception, began_at: float) -> bool:
        """Whether others held the database, in this turn and in those before it, and not for long yet."""
        if not is_held_elsewhere(error):
            self._held_since = None
            return False
        if self._held_since is None:
            self._held_since = began_at
        return time.monotonic() - self._held_since < HELD_FOR_S

    def _rest_s(self) -> float:
        return self._every_seconds if self._held_since is None else min(self._every_seconds, AGAIN_AFTER_S)
