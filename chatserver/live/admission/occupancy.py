"""Bound the sockets of one account in all rooms, and the visitors' from one address and network; for one process."""

import logging
import time
from collections import Counter
from collections.abc import Hashable

from django.conf import settings

from chatserver.accounts.limits.client_address import AddressLevels, address_levels
from sessions.contract.limits import ADDRESSES_OF_NETWORK, MAX_SOCKETS_OF_ACCOUNT

logger = logging.getLogger(__name__)

SAY_AGAIN_AFTER_S = 600.0


class Occupancy:
    """Belongs to the event loop's thread.

    People who are signed in are never counted by address: hundreds of them share one address of a telephone company.
    max_visitors follows from the number of sockets that this process has room for, so that some are left for them.
    """

    def __init__(self) -> None:
        self.max_visitors = 1 << 30
        self.visitors = 0
        self._by_account: Counter[int] = Counter()
        self._by_address: Counter[str] = Counter()
        self._by_network: Counter[str] = Counter()
        self._say_again_at: dict[str, float] = {}

    def take(self, account_id: int | None, client_address: str) -> Hashable | None:
        """Take a place, by the account or, without one, by the address as the server saw it; None if none is left.

        leave() gives it back.
        """
        if account_id is not None:
            if self._by_account[account_id] >= MAX_SOCKETS_OF_ACCOUNT:
                return None
            self._by_account[account_id] += 1
            return account_id
        if self.visitors >= self.max_visitors:
            self._say(
                "Turning visitors away: %d are here, the most that this process's limit of open files allows. "
                "Raise the limit (ulimit -n, LimitNOFILE).",
                self.visitors,
            )
            return None
        place, most = address_levels(client_address), settings.VISITORS_PER_ADDRESS
        if self._by_address[place.address] >= most or self._by_network[place.network] >= ADDRESSES_OF_NETWORK * most:
            self._say(
                "Turning visitors away: an address has %d visitors, the maximum (VISITORS_PER_ADDRESS), or its network "
                "has four times as many. Behind a proxy, set TRUST_PROXY=1 to tell visitors apart.",
                most,
            )
            return None
        self.visitors += 1
        self._by_address[place.address] += 1
        self._by_network[place.network] += 1
        return place

    def leave(self, place: Hashable) -> None:
        if isinstance(place, AddressLevels):
            self.visitors -= 1
            _count_down(self._by_address, place.address)
            _count_down(self._by_network, place.network)
        elif isinstance(place, int):
            _count_down(self._by_account, place)

    def _say(self, why: str, count: int) -> None:
        """Log each reason at most once in ten minutes."""
        now = time.monotonic()
        if now >= self._say_again_at.get(why, 0.0):
            self._say_again_at[why] = now + SAY_AGAIN_AFTER_S
            logger.warning(why, count)


def _count_down[K: (int, str)](counts: Counter[K], key: K) -> None:
    counts[key] -= 1
    if counts[key] <= 0:
        del counts[key]


occupancy = Occupancy()
"""The occupancy of this process."""
