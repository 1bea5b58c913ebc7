"""What the cookie session remembers between the first page of signing in and the last."""

import secrets
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

from chatserver.redirects import own_address

KEY = "sign_in"


@dataclass(frozen=True, slots=True)
class SignInState:
    """browser: what binds a code to this browser; wanted: one of our own pages, or nothing; stays: on this device."""

    browser: str
    wanted: str = ""
    stays: bool = True


def prepare(request: HttpRequest, *, wanted: str, stays: bool) -> SignInState:
    """What the first page was told, kept nowhere yet; a browser that has begun already stays the same one."""
    before = find(request)
    browser = before.browser if before is not None else secrets.token_urlsafe(32)
    return SignInState(browser, wanted=own_address(request, wanted), stays=stays)


def keep(request: HttpRequest, state: SignInState) -> None:
    """Only once a code is on its way: a flood of requests must not leave as many cookie sessions behind."""
    request.session[KEY] = asdict(state)


def find(request: HttpRequest) -> SignInState | None:
    told: Any = request.session.get(KEY)
    try:
        return SignInState(**told) if isinstance(told, dict) else None
    except TypeError:  # of an earlier release
        return None


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
