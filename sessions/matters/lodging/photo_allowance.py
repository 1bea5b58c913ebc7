"""How many photos one person may send, whether or not a complaint comes with them; in the memory of this process.

Each takes a second of processor and a file that stays for a day: without a bound, one person who sends photos without
end would keep everybody else's waiting, and fill the disk.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sessions.contract.limits import MAX_PHOTO_SENDERS, PHOTOS_OF_PERSON
from sessions.platform.clock.token_buckets import TokenBuckets
from sessions.platform.photos.refusing import busy


class PhotoAllowance:
    """Thread-safe."""

    def __init__(self, *, burst: int = PHOTOS_OF_PERSON.burst) -> None:
        self._lock = Lock()
        self._sending: set[int] = set()
        self._left = TokenBuckets(burst=burst, per_second=PHOTOS_OF_PERSON.per_second, max_keys=MAX_PHOTO_SENDERS)

    @contextmanager
    def one(self, person_id: int) -> Iterator[None]:
        """Hold a turn while one photo of this person is prepared and stored: one at a time.

        Raises Refused photo_busy, also where another one of theirs is under way.
        """
        with self._lock:
            if person_id in self._sending or self._left.take(str(person_id), time.monotonic()):
                raise busy()
            self._sending.add(person_id)
        try:
            yield
        finally:
            with self._lock:
                self._sending.discard(person_id)

    def clear(self) -> None:
        self._left.clear()


PHOTO_ALLOWANCE = PhotoAllowance()
