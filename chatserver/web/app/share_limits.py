"""Limits how many words strangers leave with us before they sign in; counted in the memory of this process.

Each time makes a cookie session of up to some ten kilobytes, which is kept for an hour (share.py).
"""

import time

from django.http import HttpRequest

from chatserver.accounts.limits.client_address import client_address_of, network_of
from chatserver.accounts.limits.device_cookie import find_device
from chatserver.accounts.limits.rate_limits import HOUR_S
from sessions.contract.limits import (
    MAX_KEYS,
    SHARES_OF_KNOWN,
    SHARES_OF_UNKNOWN,
    SHARES_PER_ADDRESS,
    SHARES_PER_DEVICE,
    SHARES_PER_NETWORK,
)
from sessions.platform.clock.token_buckets import TokenBuckets


class ShareLimits:
    """The narrowest bucket first: a flood from one address takes nothing from others."""

    def __init__(self) -> None:
        self._devices = _an_hour(SHARES_PER_DEVICE)
        self._addresses, self._networks = _an_hour(SHARES_PER_ADDRESS), _an_hour(SHARES_PER_NETWORK)
        self._known, self._unknown = _an_hour(SHARES_OF_KNOWN), _an_hour(SHARES_OF_UNKNOWN)

    def take(self, request: HttpRequest) -> float:
        """0, or the seconds until words can be kept again. A known browser needs nothing of its neighbours' part."""
        now, device = time.monotonic(), find_device(request)
        if device is not None:
            return self._devices.take(device.id, now) or self._known.take("", now)
        return (
            self._addresses.take(client_address_of(request), now)
            or self._networks.take(network_of(request), now)
            or self._unknown.take("", now)
        )

    def clear(self) -> None:
        for buckets in (self._devices, self._addresses, self._networks, self._known, self._unknown):
            buckets.clear()


def _an_hour(times: int) -> TokenBuckets:
    return TokenBuckets(burst=times, per_second=times / HOUR_S, max_keys=MAX_KEYS)


SHARES_OF_STRANGERS = ShareLimits()
