"""How often long polls are answered in the event loop: those beyond wait for a turn, as other pages do.

An answer in the event loop takes nobody's turn, so without a bound one machine that asks again and again would keep
every socket of the process waiting.
"""

from chatserver.accounts.limits.client_address import counted_address
from chatserver.accounts.limits.recent_sessions import recent_sessions
from sessions.clock.token_buckets import TokenBuckets

MAX_KEYS = 10_000


class PollPace:
    """Of one process. A busy chat has news each second, and a person has several windows; a telephone company puts
    hundreds of people behind one address."""

    def __init__(self) -> None:
        self._persons = TokenBuckets(burst=60, per_second=12, max_keys=MAX_KEYS)
        self._lines = TokenBuckets(burst=400, per_second=200, max_keys=MAX_KEYS)
        self._strangers = TokenBuckets(burst=800, per_second=400, max_keys=1)

    def take(self, session_key: str | None, address: str, now: float) -> bool:
        """Whether this poll is answered in the event loop. session_key: of the cookie session; now: monotonic."""
        account_id = recent_sessions.account_of(session_key) if session_key is not None else None
        if account_id is not None:
            return not self._persons.take(str(account_id), now)
        return not self._lines.take(counted_address(address), now) and not self._strangers.take("", now)

    def clear(self) -> None:
        for buckets in (self._persons, self._lines, self._strangers):
            buckets.clear()


POLL_PACE = PollPace()
