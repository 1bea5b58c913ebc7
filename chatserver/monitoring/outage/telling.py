"""Tells an outage of the database in one line a minute and one when it is over, for all threads and processes.

The processes of one server share a file in the data folder: the first that may tell does, and what the others met is
counted in its line. The file is overwritten in place, so that a full disk does not matter.
"""

import fcntl
import json
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

logger = logging.getLogger(__name__)

OUTAGE_FILE = "database_outage"
TOLD_EVERY_S = 60.0
WIDTH = 200


@dataclass(slots=True)
class KnownOutage:
    """Times are seconds since 1970. errors: since the last line."""

    is_away: bool = False
    since: float = 0.0
    back_at: float = 0.0
    told_at: float = 0.0
    was_told: bool = False
    errors: int = 0

    def may_tell(self, now: float) -> bool:
        return not 0 <= now - self.told_at < TOLD_EVERY_S  # also after the clock was set back


class OutageTeller:
    """Thread-safe. Every method but count() raises OSError where the data folder takes no file."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._errors = 0

    def count(self) -> None:
        """Something met the outage, and its own line is not written."""
        with self._lock:
            self._errors += 1

    def tell_away(self, causes: str, *, seen_at: float) -> None:
        """The database was away at that moment (seconds since 1970); to be called again while it stays away.

        causes: for the first line. What was seen before another process found it again does not count.
        """
        with self._known() as known:
            now = timezone.now().timestamp()
            if not known.is_away and seen_at >= known.back_at:
                known.is_away, known.was_told, known.since = True, False, seen_at
            if not (known.is_away and known.may_tell(now)):
                return
            since = datetime.fromtimestamp(known.since).astimezone().isoformat(timespec="seconds")
            if known.was_told:
                logger.error("The database has been unreachable since %s: %d more errors.", since, known.errors)
            else:
                logger.error(
                    "The database has been unreachable since %s: rooms stay readable, but nothing is saved. | %s",
                    since,
                    causes,
                )
            known.was_told, known.told_at, known.errors = True, now, 0

    def tell_back(self, causes: str) -> None:
        """Note that the database can be reached again. causes: of a short error that was not logged."""
        with self._known() as known:
            now = timezone.now().timestamp()
            if known.is_away and known.was_told:
                logger.warning("The database is back after %d s: %d more errors.", now - known.since, known.errors)
                known.errors = 0
            elif known.errors and known.may_tell(now):
                logger.warning("The database was unreachable for a moment: %d errors. | %s", known.errors, causes)
                known.told_at, known.errors = now, 0
            known.is_away, known.was_told, known.back_at = False, False, now

    def forget(self) -> None:
        """Forget the known outage at the start of a server: an earlier one may have ended in an outage."""
        self._path.unlink(missing_ok=True)

    @property
    def _path(self) -> Path:
        return settings.DATA_DIR / OUTAGE_FILE

    @contextmanager
    def _known(self) -> Iterator[KnownOutage]:
        """What all processes know, locked; with what this one has counted."""
        with self._lock:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                written = os.pread(file, WIDTH, 0)
                known = KnownOutage(**json.loads(written)) if written else KnownOutage()
                known.errors, self._errors = known.errors + self._errors, 0
                yield known
                os.pwrite(file, json.dumps(asdict(known)).ljust(WIDTH).encode("ascii"), 0)
            finally:
                os.close(file)


database_teller = OutageTeller()
