"""What the cookie session holds between the first page of signing in and the last."""

import secrets
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

from chatserver.redirects import own_address

KEY = "sign_in"


@dataclass(frozen=True, slots=True)
class SignInState:
    """The state of a sign-in.

    browser: the token that binds a code to this browser. wanted: a path of ours, or "". stays: as in WayForm.
    """

    browser: str
    wanted: str = ""
    stays: bool = True


def prepare_state(request: HttpRequest, *, wanted: str, stays: bool) -> SignInState:
    """The state after the first page, not saved yet; a browser that has begun already keeps its token."""
    before = find_state(request)
    browser = before.browser if before is not None else secrets.token_urlsafe(32)
    return SignInState(browser, wanted=own_address(request, wanted), stays=stays)


def keep_state(request: HttpRequest, state: SignInState) -> None:
    """Save the state. Call it once a code is queued: a flood of requests must not make as many cookie sessions."""
    request.session[KEY] = asdict(state)


def find_state(request: HttpRequest) -> SignInState | None:
    told: Any = request.session.get(KEY)
    try:
        return SignInState(**told) if isinstance(told, dict) else None
    except TypeError:  # of an earlier release
        return None


def forget_state(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
