"""Makes the keys of cookie sessions in which somebody signs in: each bears our signature, and the day of it.

So a browser is known without a question to the database: after a restart, too, and to another worker. It grants no
access, only a shorter wait. Strangers cannot make such a key, and get none by looking at pages.
"""

import string

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

SALT = "chatserver.accounts.signed_keys"
SIGNS = string.ascii_lowercase + string.digits
DAY, RANDOM, SIGNATURE = 3, 22, 15
"""How many of these signs: days since 1970, 113 bits that nobody can guess, and 77 bits of an HMAC; 40 in all, which is
as long as Django's column for keys."""

KEPT_DAYS = 180
EPOCH_DAY_S = 24 * 3600


def make_signed_key() -> str:
    """The key of a cookie session for a person who has just proven who they are."""
    body = int_to_base36(_days_since_1970()).zfill(DAY) + get_random_string(RANDOM, SIGNS)
    return body + _sign(body, settings.SECRET_KEY)


def is_signed_key(key: str) -> bool:
    """Whether we made this key at a sign-in of the last half a year; key: of the signs of base 36 alone.

    The cookie session may have ended since. SECRET_KEY_FALLBACKS count, as they do for what the cookie session holds.
    """
    if len(key) != DAY + RANDOM + SIGNATURE:
        return False
    body, signature = key[:-SIGNATURE], key[-SIGNATURE:]
    age_days = _days_since_1970() - base36_to_int(body[:DAY])
    return -1 <= age_days <= KEPT_DAYS and any(
        constant_time_compare(_sign(body, secret), signature)
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


def _days_since_1970() -> int:
    return int(timezone.now().timestamp() // EPOCH_DAY_S)


def _sign(body: str, secret: str | bytes) -> str:
    digest = salted_hmac(SALT, body, secret=secret, algorithm="sha256").digest()
    return int_to_base36(int.from_bytes(digest) % 36**SIGNATURE).zfill(SIGNATURE)
