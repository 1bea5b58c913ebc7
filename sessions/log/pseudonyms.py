"""Name staff in the public log: the same within a month, and nobody can link a name to an account or a month."""

import hashlib
import hmac
from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils import timezone

from sessions.platform.text.receipts import RECEIPT_ALPHABET

LENGTH = 6
NAMED_ROLES = ("moderator", "clerk")


def pseudonym_of(actor: str, at: datetime) -> str:
    """A name for the actor of an event, such as "moderator:<public id>", in the city's month of that moment.

    Blank for the server itself, for residents, and for those whose name is public with what they do.
    """
    role, _colon, public_id = actor.partition(":")
    return pseudonym_in(role, public_id, at) if public_id and role in NAMED_ROLES else ""


def pseudonym_in(role: str, public_id: object, at: datetime) -> str:
    """Return the name for a person in any role, such as delegate, in the city's month of that moment.

    The name depends on a key of the installation: nobody finds the person by trying out ids.
    """
    month = f"{timezone.localtime(at):%Y-%m}"
    digest = hmac.digest(_key(settings.SECRET_KEY), f"{month}:{role}:{public_id}".encode(), "sha256")
    return "".join(RECEIPT_ALPHABET[byte & 31] for byte in digest[:LENGTH])


@cache
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"ledger pseudonym" + secret.encode()).digest()
