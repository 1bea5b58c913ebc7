"""A circuit breaker: remembers that the database is away, so that no page waits for it, and probes until it is back."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from chatserver.monitoring.faults import log_fault
from chatserver.monitoring.logs.causes import name_causes
from chatserver.monitoring.outage.kinds import Outage, outage_of
from chatserver.monitoring.outage.telling import database_teller

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 0.5
JUST_NOW_S = 10.0
"""What waited for the database may still fail after others have found it again."""


class Breaker:
    """Thread-safe. While it is open, or an outage is suspected, one thread probes the database; only that closes it."""

    def __init__(self, look: Callable[[], None]) -> None:
        self._look = look
        self._changing = threading.Lock()
        self._is_open = False
        self._is_looking = False
        self._looked_at = -JUST_NOW_S

    @property
    def is_open(self) -> bool:
        return self._is_open

    @property
    def has_looked_just_now(self) -> bool:
        """Whether an outage is looked into, or was until some seconds ago."""
        return self._is_looking or time.monotonic() - self._looked_at < JUST_NOW_S

    def note(self, error: BaseException) -> Outage | None:
        """Note an error; answers which kind of outage it is, if any."""
        outage = outage_of(error)
        if outage is Outage.AWAY:
            self._begin(error, is_open=True)
        return outage

    def suspect(self, error: BaseException) -> None:
        """Look whether the database is away; until a page or a command meets that, none is refused."""
        self._begin(error, is_open=False)

    def _begin(self, error: BaseException, *, is_open: bool) -> None:
        with self._changing:
            self._is_open = self._is_open or is_open
            if self._is_looking:
                return
            self._is_looking = True
        causes = name_causes(error)
        threading.Thread(target=self._look_until_back, args=[causes], name="database-away", daemon=True).start()

    def _look_until_back(self, causes: str) -> None:
        while not self._is_back(causes):
            time.sleep(LOOK_EVERY_S)
        with self._changing:
            self._is_open = self._is_looking = False
            self._looked_at = time.monotonic()
        _tell(lambda: database_teller.tell_back(causes))

    def _is_back(self, causes: str) -> bool:
        began_at = timezone.now().timestamp()
        try:
            self._look()
        except Exception:  # noqa: BLE001 -- after any error the probe is repeated, and it is told with its first cause
            _tell(lambda: database_teller.tell_away(causes, seen_at=began_at))
            return False
        return True


def _tell(tell: Callable[[], None]) -> None:
    """Whatever the data folder takes, the thread goes on looking."""
    try:
        tell()
    except OSError as error:
        log_fault(
            logger,
            "The database became unreachable or came back, but the log line about it could not be coordinated.",
            error,
        )


def _ask_database() -> None:
    """Query through the pool, as pages do: this makes a pool that has given up connect again."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()


breaker = Breaker(_ask_database)
"""The breaker of this process."""
