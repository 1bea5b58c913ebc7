"""Looks each second whether the database is still the one that is served, and keeps its main file and marker fresh."""

import time
from typing import override

from django.db import connection, connections

from chatserver.database.serving import ServedDatabase
from chatserver.workers.periodic import RepeatingThread

EVERY_SECONDS = 1.0


class DatabaseWatch(RepeatingThread):
    def __init__(self, served: ServedDatabase) -> None:
        super().__init__("watch over the database", every_seconds=EVERY_SECONDS)
        self._served = served

    @override
    def take_turn(self) -> None:
        self._served.known.look()
        self._served.checkpoint()
        if connection.vendor == "postgresql":
            connection.close()  # back to the pool, where others need it more

    @override
    def run(self) -> None:
        """The last turn comes after everybody else has stopped: the marker then says all that was committed."""
        super().run()
        if time.monotonic() - self.succeeded_at < 3 * EVERY_SECONDS:
            self._try_turn()
            connections.close_all()


def start(served: ServedDatabase) -> DatabaseWatch:
    thread = DatabaseWatch(served)
    thread.start()
    return thread
