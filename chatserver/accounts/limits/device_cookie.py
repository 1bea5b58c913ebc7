"""A signed cookie by which a browser is known again once somebody has signed in there; it names nobody in clear.

What strangers do then uses up nothing of what its owner needs (OWASP: Slow Down Online Guessing Attacks with Device
Cookies).
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
LARGEST_HOUSEHOLD = 12
LONGEST = 1000
DUTY = "duty"
"""What a device is remembered by on which a second factor was proven."""


@dataclass(frozen=True, slots=True)
class Device:
    """id: random; knows: a short keyed hash, another one on each device, of what has been signed in with on it."""

    id: str
    knows: tuple[str, ...] = ()

    def has_signed_in(self, identifier: str) -> bool:
        return self._hash(identifier) in self.knows

    def after(self, identifier: str) -> "Device":
        """The same once somebody has signed in with this; what was used longest ago goes."""
        mark = self._hash(identifier)
        return Device(self.id, (mark, *(each for each in self.knows if each != mark))[:LARGEST_HOUSEHOLD])

    def _hash(self, identifier: str) -> str:
        return hash_keyed("device_cookie", f"{self.id}:{identifier}")[:20]


def find_device(request: HttpRequest) -> Device | None:
    """None for a browser in which nobody has signed in, or not for half a year."""
    written = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    if not written or len(written) > LONGEST:
        return None
    try:
        device_id, *knows = signing.loads(written, salt=SALT, max_age=KEPT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Device(device_id, tuple(knows))


def remember_device(request: HttpRequest, response: HttpResponse, identifier: str) -> None:
    """identifier: what was signed in with here, such as "sms:+919830012345"; only a hash of it is kept."""
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
