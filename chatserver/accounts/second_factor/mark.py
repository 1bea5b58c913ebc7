"""Marks a cookie session in which the user has proven a second factor."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from sessions.city.people.second_factor import MARK, Readable, is_proven

__all__ = ["is_proven", "is_proven_lately", "mark_proven"]

LATELY_S = 15 * 60


def mark_proven(request: HttpRequest, *, by: str) -> None:
    """Let the user's duties count in this cookie session, under a new key, for at most a working day.

    by: totp, webauthn, recovery_codes, or demo.
    """
    request.session.cycle_key()
    request.session[MARK] = {"by": by, "at": int(timezone.now().timestamp())}
    # A moment, not an age: an age would begin again with each later write to the cookie session.
    request.session.set_expiry(timezone.now() + timedelta(seconds=settings.STAFF_COOKIE_AGE))


def is_proven_lately(session_data: Readable) -> bool:
    """Whether the proof is recent enough to change the second factors themselves."""
    mark = session_data.get(MARK)
    return isinstance(mark, dict) and timezone.now().timestamp() - mark.get("at", 0) <= LATELY_S
