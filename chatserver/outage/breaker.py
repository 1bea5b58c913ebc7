"""A circuit breaker: remembers that the database is away, so that no page waits for it, and probes until it is back."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import connection

from chatserver.outage.kinds import Outage, outage_of

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 0.5


class Breaker:
    """Thread-safe. While it is open, one thread probes the database; only that thread closes it."""

    def __init__(self, look: Callable[[], None]) -> None:
        self._look = look
        self._opening = threading.Lock()
        self._is_open = False

    @property
    def is_open(self) -> bool:
        return self._is_open

    def note(self, error: BaseException) -> Outage | None:
        """Note an error; answers which kind of outage it is, if any."""
        outage = outage_of(error)
        if outage is Outage.AWAY:
            self._open()
        return outage

    def _open(self) -> None:
        with self._opening:
            if self._is_open:
                return
            self._is_open = True
        logger.error("The database cannot be reached: pages show what is known.")
        threading.Thread(target=self._look_until_back, name="database-away", daemon=True).start()

    def _look_until_back(self) -> None:
        while True:
            try:
                self._look()
            except Exception as error:  # noqa: BLE001 -- after any error the probe is repeated
                logger.warning("The database still cannot be reached.", extra={"fault": error})
                time.sleep(LOOK_EVERY_S)
            else:
                break
        self._is_open = False
        logger.warning("The database can be reached again.")


def _ask_database() -> None:
    """Query through the pool, as pages do: this makes a pool that has given up connect again."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()


breaker = Breaker(_ask_database)
"""The breaker of this process."""
