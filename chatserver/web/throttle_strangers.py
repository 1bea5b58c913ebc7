"""Refuses floods of POST requests before any page runs: those of strangers before any query, and those of one person
who is signed in.

A form of a stranger that comes while too many come is shown again with a proof of work, and is carried out with it.
"""

import time
from collections.abc import Callable
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from chatserver.accounts.limits.client_address import client_address_of, network_of
from chatserver.accounts.limits.device_cookie import find_device
from chatserver.accounts.limits.proof_of_work import CHALLENGE_LASTS_S, Challenge, make_challenge, read_work
from chatserver.accounts.limits.rate_limits import WAITS_PER_ADDRESS
from chatserver.accounts.limits.too_many_requests import too_many_requests_page
from chatserver.live.wire import protocol as wire
from chatserver.outside.open311.server.responses import refuse_flood
from sessions.contract.limits import (
    KNOWN_DEVICES_FORMS,
    LEAST_WORK_BITS,
    MAX_KEYS,
    MAX_PERSONS,
    MAX_SOLUTIONS,
    MOST_WORK_BITS,
    PERSON_FORMS,
    STRANGER_ADDRESS_FORMS,
    STRANGER_DEVICE_FORMS,
    STRANGER_NETWORK_FORMS,
    UNKNOWN_DEVICES_FORMS,
    WORKED_FORMS,
)
from sessions.platform.clock.shared_bucket import SharedBucket
from sessions.platform.clock.token_buckets import TokenBuckets

READS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
SCRIPTS = "/api/"
PROGRAMS = "/open311/"


class StrangerLimits:
    """The token buckets of this process. A telephone company puts whole neighbourhoods behind one address: the bounds
    stop machines, not people. A known browser has a bucket of its own."""

    def __init__(self) -> None:
        self.addresses = TokenBuckets(**STRANGER_ADDRESS_FORMS._asdict(), max_keys=MAX_KEYS)
        self.networks = TokenBuckets(**STRANGER_NETWORK_FORMS._asdict(), max_keys=MAX_KEYS)
        self.devices = TokenBuckets(**STRANGER_DEVICE_FORMS._asdict(), max_keys=MAX_KEYS)
        # Of all together, by network: a few networks that flood them use up their own part, and not that of others.
        self.known = SharedBucket(**KNOWN_DEVICES_FORMS._asdict(), max_keys=MAX_KEYS)
        self.unknown = SharedBucket(**UNKNOWN_DEVICES_FORMS._asdict(), max_keys=MAX_KEYS)
        self.worked = SharedBucket(**WORKED_FORMS._asdict(), max_keys=MAX_KEYS)
        """For requests that bring a proof of work, once there is no room for them without."""
        waits = WAITS_PER_ADDRESS
        self._waits = TokenBuckets(burst=waits.times, per_second=waits.times / waits.seconds, max_keys=MAX_KEYS)
        self._solutions = TokenBuckets(burst=1, per_second=1 / CHALLENGE_LASTS_S, max_keys=MAX_SOLUTIONS)

    def take(self, request: HttpRequest, now: float) -> float:
        """0, or the seconds to wait. The narrowest bucket first: a flood from one address takes nothing from others."""
        network, device = network_of(request), find_device(request)
        if device is not None and not self.devices.take(device.id, now) and not self.known.take(network, now):
            return 0.0
        wait_s = (
            self.addresses.take(client_address_of(request), now)
            or self.networks.take(network, now)
            or self.unknown.take(network, now)
        )
        return 0.0 if wait_s and self._take_worked(request, network, now) else wait_s

    def make_challenge(self, request: HttpRequest, now: float) -> Challenge:
        """The more requests with a proof of work come from a network, the more work is in the next."""
        used = self.worked.used(network_of(request), now)
        return make_challenge(LEAST_WORK_BITS + int(used * (MOST_WORK_BITS - LEAST_WORK_BITS)))

    def clear(self) -> None:
        buckets = (self.addresses, self.networks, self.devices, self._waits, self._solutions)
        for each in (*buckets, self.known, self.unknown, self.worked):
            each.clear()

    def _take_worked(self, request: HttpRequest, network: str, now: float) -> bool:
        """Whether the request brings a proof of work, or waited in its place, and there is room for it."""
        work = read_work(request)
        if work is None or self._solutions.wait_s(work.nonce, now):
            return False
        if work.is_waiting and self._waits.take(work.address, now):
            return False
        return not self.worked.take(network, now) and not self._solutions.take(work.nonce, now)


STRANGERS = StrangerLimits()

PERSONS = TokenBuckets(**PERSON_FORMS._asdict(), max_keys=MAX_PERSONS)
"""Token buckets of signed-in people, by account: nobody presses buttons so fast, and what one machine could write in
their name would keep others waiting. Commands have a narrower limit of their own."""


class ThrottleStrangers:
    """For every page alike, so that none is forgotten: each request that changes something counts.

    It has to stand behind CsrfViewMiddleware, which refuses what another website sends, or a program without a cookie
    and a token, before it is counted here: such requests take nothing from those who want to sign in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: object, _kwargs: object) -> HttpResponse | None:
        if request.method in READS:
            return None
        now = time.monotonic()
        if _is_signed_in(request):
            wait_s = PERSONS.take(str(request.user.pk), now)
            return _refuse(request, ceil(wait_s)) if wait_s else None
        wait_s = STRANGERS.take(request, now)
        if not wait_s:
            return None
        return _refuse(request, ceil(wait_s), STRANGERS.make_challenge(request, now))


def _is_signed_in(request: HttpRequest) -> bool:
    """Whether a user is signed in. Without a cookie session no lookup is needed."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def _refuse(request: HttpRequest, wait_s: int, challenge: Challenge | None = None) -> HttpResponse:
    if request.path.startswith(PROGRAMS):
        return refuse_flood(request, wait_s)
    if request.path.startswith(SCRIPTS):
        message = _("Too many requests are coming from your connection. Please try again in a moment.")
        nack = wire.Nack(ref=None, code="rate_limited", message=message, retry=True, after_ms=wait_s * 1000)
        response = HttpResponse(wire.encode_nack(nack, {}), content_type="application/json", status=429)
    else:
        response = HttpResponse(too_many_requests_page(request, challenge), status=429)
    response["Retry-After"] = str(wait_s)
    response["Cache-Control"] = "no-store"
    return response
