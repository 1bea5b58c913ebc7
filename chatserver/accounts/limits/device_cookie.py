"""A signed cookie that recognises a browser in which somebody has signed in before; it names nobody in clear text.

A known device has limits of its own, which strangers cannot use up (OWASP: Slow Down Online Guessing Attacks with
Device Cookies).
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from chatserver.accounts.limits.keyed_hash import hash_keyed

SALT = "chatserver.accounts.device_cookie"
KEPT = timedelta(days=180)
MOST_IDENTIFIERS = 12
LONGEST = 1000
DUTY = "duty"
"""The identifier that a device remembers after a second factor was proven on it."""


@dataclass(frozen=True, slots=True)
class Device:
    """A recognised device.

    id: random. knows: short keyed hashes, different on each device, of the identifiers that signed in on it.
    """

    id: str
    knows: tuple[str, ...] = ()

    def has_signed_in(self, identifier: str) -> bool:
        return self._hash(identifier) in self.knows

    def after(self, identifier: str) -> "Device":
        """The device after a sign-in with this identifier; the one that was used longest ago is dropped."""
        mark = self._hash(identifier)
        return Device(self.id, (mark, *(each for each in self.knows if each != mark))[:MOST_IDENTIFIERS])

    def _hash(self, identifier: str) -> str:
        return hash_keyed("device_cookie", f"{self.id}:{identifier}")[:20]


def find_device(request: HttpRequest) -> Device | None:
    """The device of this browser; None where nobody has signed in on it within half a year."""
    written = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    if not written or len(written) > LONGEST:
        return None
    try:
        device_id, *knows = signing.loads(written, salt=SALT, max_age=KEPT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Device(device_id, tuple(knows))


def remember_device(request: HttpRequest, response: HttpResponse, identifier: str) -> None:
    """Remember a device.

    identifier: what the person signed in with, such as "sms:+919830012345"; only a hash of it is kept.
    """
    device = (find_device(request) or Device(secrets.token_urlsafe(12))).after(identifier)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([device.id, *device.knows], salt=SALT),
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_device(response: HttpResponse) -> None:
    response.delete_cookie(settings.DEVICE_COOKIE_NAME, samesite="Lax")
