"""Limits the guessing of receipt codes: a client that has opened many codes that do not exist has to wait.

Counted in the memory of this process: reading a page writes nothing, and with fifty random bits in a code it does not
matter that each process counts by itself.
"""

import time
from collections.abc import Callable
from functools import wraps
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.limits.client_address import client_address_of
from chatserver.accounts.limits.device_cookie import find_device
from chatserver.accounts.limits.rate_limits import HOUR_S
from sessions.contract.limits import MAX_KEYS
from sessions.platform.clock.token_buckets import TokenBuckets

PER_PERSON, PER_ADDRESS = 60, 600
"""Bounds within an hour. Many people share an address of a telephone company."""

TOO_OFTEN: str | Promise = _("Too many attempts from your connection. Please wait a few minutes.")

Page = Callable[[HttpRequest, str], HttpResponse]
FormPage = Callable[[HttpRequest], HttpResponse]


class Guesses:
    """Counts for each person who is signed in, for each known browser, and for all other clients of one address.

    So a stranger who uses up the guesses of an address keeps nobody out who has signed in from it before.
    """

    def __init__(self) -> None:
        self._own = TokenBuckets(burst=PER_PERSON, per_second=PER_PERSON / HOUR_S, max_keys=MAX_KEYS)
        self._by_address = TokenBuckets(burst=PER_ADDRESS, per_second=PER_ADDRESS / HOUR_S, max_keys=MAX_KEYS)

    def wait_s(self, request: HttpRequest) -> float:
        """0, or the seconds until the next guess."""
        buckets, key = self._bucket_of(request)
        return buckets.wait_s(key, time.monotonic())

    def count(self, request: HttpRequest) -> None:
        buckets, key = self._bucket_of(request)
        buckets.take(key, time.monotonic())

    def clear(self) -> None:
        self._own.clear()
        self._by_address.clear()

    def _bucket_of(self, request: HttpRequest) -> tuple[TokenBuckets, str]:
        if request.user.is_authenticated:
            return self._own, f"person {request.user.pk}"
        device = find_device(request)
        return (
            (self._own, f"device {device.id}") if device is not None else (self._by_address, client_address_of(request))
        )


GUESSES = Guesses()


def limits_guessing(page: Page) -> Page:
    """Count each page that is not found; 429 once there were too many.

    Existing codes are refused then, too: otherwise a guesser could go on.
    """

    @wraps(page)
    def answer(request: HttpRequest, code: str) -> HttpResponse:
        wait_s = GUESSES.wait_s(request)
        if wait_s:
            context = {"words": code[:60], "too_often": TOO_OFTEN}
            return _later(render(request, "sessions/chats/receipt/receipt.html", context, status=429), wait_s)
        return _counted(request, page(request, code))

    return answer


def limits_guessing_by_form(page: FormPage, *, too_often: Callable[..., HttpResponse]) -> FormPage:
    """Limit guessing like limits_guessing, for a page to which the code is posted, so that no URL contains it.

    too_often: shows the page to somebody who has to wait: its arguments are the request, too_often and status.
    """

    @wraps(page)
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return page(request)
        wait_s = GUESSES.wait_s(request)
        if wait_s:
            return _later(too_often(request, too_often=TOO_OFTEN, status=429), wait_s)
        return _counted(request, page(request))

    return answer


def _counted(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code == 404:
        GUESSES.count(request)
    return response


def _later(response: HttpResponse, wait_s: float) -> HttpResponse:
    response["Retry-After"] = str(ceil(wait_s))
    return response
