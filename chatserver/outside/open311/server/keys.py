"""Keys of other programs: made once, shown once, kept as a hash, revoked for ever."""

import hashlib
import secrets
from http import HTTPStatus

from django.utils import timezone

from chatserver.outside.open311.server.errors import ServiceError
from sessions.models import Open311Key, Ward

LONGEST_KEY = 200


def make_key(name: str, ward: Ward | None = None) -> str:
    """The new key, which cannot be found again. Raises ValueError where the name has been used."""
    if Open311Key.objects.filter(name=name).exists():
        raise ValueError(f"There is a key named {name} already; a name is used once.")
    key = secrets.token_urlsafe(32)
    Open311Key.objects.create(name=name, hash=_hash(key), ward=ward, made_at=timezone.now())
    return key


def revoke_key(name: str) -> bool:
    """Whether there was such a key that was good until now."""
    return bool(Open311Key.objects.valid().filter(name=name).update(revoked_at=timezone.now()))


def find_key(key: str) -> Open311Key:
    """Raises ServiceError where it is missing, unknown or revoked: the same words for all three."""
    row = None
    if 0 < len(key) <= LONGEST_KEY:
        row = Open311Key.objects.valid().select_related("ward").filter(hash=_hash(key)).first()
    if row is None:
        raise ServiceError(HTTPStatus.FORBIDDEN, "Send a valid api_key as a field of the body.")
    return row


def _hash(key: str) -> str:
    """A key has 256 random bits: nothing has to slow down guessing."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
