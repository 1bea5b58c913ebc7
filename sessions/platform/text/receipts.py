"""Makes receipt codes, and reads them as people write them; pure."""

import re
import secrets

from sessions.contract.limits import MAX_RECEIPT_LENGTH
from sessions.platform.text.text_input import fold_digits

RECEIPT_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a receipt can be read out over the phone."""

CHECK_ALPHABET = RECEIPT_ALPHABET + "*~$=U"
"""The value of a code modulo 37 has one of these as its check symbol; codes whose symbol is no letter and no digit of
RECEIPT_ALPHABET are never made."""

LENGTH = 10
"""Characters without the check symbol; older codes have no check symbol."""

_PLACES = range(5 * (LENGTH - 1), -1, -5)
"""Bit positions of the signs, in the order of the signs."""

_LOOKALIKES = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s\-‐-―.\u200e\u200f\u2066-\u2069]+")
"""Separators that people write, and direction marks that come along when a code is copied out of a message."""

_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{10,11}")


def new_receipt() -> str:
    """A code of almost fifty random bits and its check symbol, so that nobody finds one by trying."""
    value = secrets.randbits(5 * LENGTH)
    while value % len(CHECK_ALPHABET) >= len(RECEIPT_ALPHABET):  # the check symbol of 5 of 37 is none of these
        value = secrets.randbits(5 * LENGTH)
    signs = (RECEIPT_ALPHABET[value >> place & 31] for place in _PLACES)
    return "".join(signs) + CHECK_ALPHABET[value % len(CHECK_ALPHABET)]


def check_symbol(code: str) -> str:
    """Crockford's: any one wrong sign and any two neighbours that change places give another one."""
    value = 0
    for sign in code:
        value = value * 32 + RECEIPT_ALPHABET.index(sign)
    return CHECK_ALPHABET[value % len(CHECK_ALPHABET)]


def read_receipt(words: str) -> str | None:
    """The code as it is stored, from any case, spacing, digits of ours, and O, I or L for 0 or 1 (Crockford).

    None where it cannot be a code: also where the check symbol does not fit. An old code has none.
    """
    if len(words) > MAX_RECEIPT_LENGTH:
        return None
    code = _SEPARATORS.sub("", fold_digits(words)).upper().translate(_LOOKALIKES)
    if not _CODE.fullmatch(code):
        return None
    return code if code[LENGTH:] in ("", check_symbol(code[:LENGTH])) else None
