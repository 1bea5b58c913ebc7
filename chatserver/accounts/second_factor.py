"""Marks the cookie session in which somebody has proven a second factor."""

import time

from django.conf import settings
from django.http import HttpRequest

from sessions.second_factor import MARK, is_proven

__all__ = ["is_proven", "mark_proven"]


def mark_proven(request: HttpRequest, *, by: str) -> None:
    """Let duties count in this cookie session from now on, under a new key, for at most a working day.

    by: totp, webauthn, recovery_codes, or demo.
    """
    request.session.cycle_key()
    request.session[MARK] = {"by": by, "at": int(time.time())}
    request.session.set_expiry(settings.STAFF_COOKIE_AGE)
