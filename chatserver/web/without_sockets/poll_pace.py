"""Limits how many long polls are answered in the event loop: a poll beyond the limit waits for a turn, as pages do.

An answer in the event loop needs no turn, so without a limit one machine that asks again and again would keep every
socket of the process waiting.
"""

from django.conf import settings

from chatserver.accounts.limits.client_address import counted_address
from chatserver.accounts.limits.recent_sessions import recent_sessions
from sessions.contract.limits import ACCOUNT_POLLS, MAX_KEYS
from sessions.platform.clock.token_buckets import TokenBuckets


class PollPace:
    """The limits of one process. A busy chat has news each second, and a person has several windows. One address may
    have VISITORS_PER_ADDRESS visitors; all of them may come at once, and ask again with each piece of news."""

    def __init__(self) -> None:
        visitors = settings.VISITORS_PER_ADDRESS
        self._by_account = TokenBuckets(**ACCOUNT_POLLS._asdict(), max_keys=MAX_KEYS)
        self._by_address = TokenBuckets(burst=2 * visitors, per_second=visitors, max_keys=MAX_KEYS)
        self._strangers = TokenBuckets(burst=4 * visitors, per_second=2 * visitors, max_keys=1)

    def take(self, session_key: str | None, client_address: str, now: float) -> bool:
        """Whether this poll is answered in the event loop. session_key: of the cookie session; now: monotonic."""
        account_id = recent_sessions.account_of(session_key) if session_key is not None else None
        if account_id is not None:
            return not self._by_account.take(str(account_id), now)
        return not self._by_address.take(counted_address(client_address), now) and not self._strangers.take("", now)

    def clear(self) -> None:
        for buckets in (self._by_account, self._by_address, self._strangers):
            buckets.clear()


POLL_PACE = PollPace()
