"""Checks each second that the database is still the served one, makes checkpoints, and updates the marker."""

import time
from typing import override

from django.db import connection, connections

from chatserver.database.serving import ServedDatabase
from chatserver.operations.workers.periodic import PeriodicThread

EVERY_SECONDS = 1.0


class DatabaseWatch(PeriodicThread):
    def __init__(self, served: ServedDatabase) -> None:
        super().__init__("watch over the database", every_seconds=EVERY_SECONDS)
        self._served = served

    @override
    def take_turn(self) -> None:
        self._served.known.look()
        self._served.checkpoint()
        if connection.vendor == "postgresql":
            connection.close()  # returns it to the pool, where others need it

    @override
    def run(self) -> None:
        """Take a last turn after all others have stopped, so that the marker covers everything committed."""
        super().run()
        if time.monotonic() - self.succeeded_at < 3 * EVERY_SECONDS:
            self._try_turn()
            connections.close_all()


def start(served: ServedDatabase) -> DatabaseWatch:
    thread = DatabaseWatch(served)
    thread.start()
    return thread
