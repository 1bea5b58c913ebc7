"""Limits guessing at the codes of receipts: who has opened many that do not exist has to wait."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chatserver.accounts.limits.client_address import address_of
from chatserver.accounts.limits.rate_limits import (
    GUESSES_PER_ADDRESS,
    GUESSES_PER_PERSON,
    Spending,
    require_left,
    spend,
)
from sessions.refusals import Refused

Page = Callable[[HttpRequest, str], HttpResponse]
FormPage = Callable[[HttpRequest], HttpResponse]


def limits_guessing(page: Page) -> Page:
    """Count each page that is not found, per person, or per address for visitors; 429 once the limit is used up.

    Existing codes are refused then, too: otherwise a guesser could go on.
    """

    @wraps(page)
    def answer(request: HttpRequest, code: str) -> HttpResponse:
        guesser = _guesser(request)
        try:
            require_left(guesser)
            response = page(request, code)
            if response.status_code == 404:
                spend(guesser)
        except Refused as refused:
            context = {"words": code[:60], "too_often": refused.message}
            limited = render(request, "sessions/receipt.html", context, status=429)
            limited["Retry-After"] = str((refused.after_ms or 0) // 1000)
            return limited
        return response

    return answer


def limits_guessing_by_form(page: FormPage, *, too_often: Callable[..., HttpResponse]) -> FormPage:
    """The same where the code is posted, so that it stands in no address.

    too_often: shows the page to somebody who has to wait: its arguments are the request, too_often and status.
    """

    @wraps(page)
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return page(request)
        guesser = _guesser(request)
        try:
            require_left(guesser)
            response = page(request)
            if response.status_code == 404:
                spend(guesser)
        except Refused as refused:
            limited = too_often(request, too_often=refused.message, status=429)
            limited["Retry-After"] = str((refused.after_ms or 0) // 1000)
            return limited
        return response

    return answer


def _guesser(request: HttpRequest) -> Spending:
    if request.user.is_authenticated:
        return Spending(GUESSES_PER_PERSON, str(request.user.pk))
    return Spending(GUESSES_PER_ADDRESS, address_of(request))
