"""Refuses floods of POST requests before any page runs: those of strangers before any query, and those of one person
who is signed in."""

import time
from collections.abc import Callable
from functools import cache
from math import ceil

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from chatserver.accounts.limits.client_address import client_address_of, network_of
from chatserver.accounts.limits.device_cookie import find_device
from chatserver.live.wire import protocol as wire
from chatserver.open311.server.responses import refuse_flood
from sessions.clock.token_buckets import TokenBuckets

READS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
SCRIPTS = "/api/"
PROGRAMS = "/open311/"
MAX_KEYS = 10_000


class StrangerLimits:
    """The token buckets of this process. A telephone company puts whole neighbourhoods behind one address: the bounds
    stop machines, not people. A known browser has a bucket of its own."""

    def __init__(self) -> None:
        self.addresses = TokenBuckets(burst=100, per_second=6, max_keys=MAX_KEYS)
        self.networks = TokenBuckets(burst=200, per_second=20, max_keys=MAX_KEYS)
        self.devices = TokenBuckets(burst=20, per_second=0.5, max_keys=MAX_KEYS)
        self.all = TokenBuckets(burst=400, per_second=40, max_keys=2)
        """Keys: whether the browser is known. Unknown browsers leave the known ones their half."""

    def take(self, request: HttpRequest, now: float) -> float:
        """0, or the seconds to wait. The narrowest bucket first: a flood from one address takes nothing from others."""
        device = find_device(request)
        if device is not None and not self.devices.take(device.id, now):
            return self.all.take("known", now)
        return (
            self.addresses.take(client_address_of(request), now)
            or self.networks.take(network_of(request), now)
            or self.all.take("unknown", now)
        )

    def clear(self) -> None:
        for buckets in (self.addresses, self.networks, self.devices, self.all):
            buckets.clear()


STRANGERS = StrangerLimits()

PERSONS = TokenBuckets(burst=120, per_second=4, max_keys=20_000)
"""Of people who are signed in, by account: nobody presses buttons so fast, and what one machine could write in their
name would keep the others' questions waiting. Commands have a narrower limit of their own."""


class ThrottleStrangers:
    """For every path alike, so that none is forgotten: each request that changes something counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READS:
            now = time.monotonic()
            is_signed_in = _is_signed_in(request)
            wait_s = PERSONS.take(str(request.user.pk), now) if is_signed_in else STRANGERS.take(request, now)
            if wait_s:
                return _refuse(request, ceil(wait_s))
        return self.get_response(request)


def _is_signed_in(request: HttpRequest) -> bool:
    """Whether a user is signed in. Without a cookie session no lookup is needed."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def _refuse(request: HttpRequest, wait_s: int) -> HttpResponse:
    if request.path.startswith(PROGRAMS):
        return refuse_flood(request, wait_s)
    if request.path.startswith(SCRIPTS):
        message = _("Too many requests are coming from your connection. Please try again in a moment.")
        nack = wire.Nack(ref=None, code="rate_limited", message=message, retry=True, after_ms=wait_s * 1000)
        response = HttpResponse(wire.encode_nack(nack, {}), content_type="application/json", status=429)
    else:
        response = HttpResponse(_page(get_language() or settings.LANGUAGE_CODE), status=429)
    response["Retry-After"] = str(wait_s)
    response["Cache-Control"] = "no-store"
    return response


@cache
def _page(language: str) -> str:
    """Rendered once for each language: it has to cost nothing under a flood."""
    with override(language):
        return render_to_string("429.html")
