"""Makes receipt codes, and reads them as people write them; pure."""

import re
import secrets

from sessions.text.text_input import fold_digits

RECEIPT_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a receipt can be read out over the phone."""

LONGEST_WRITTEN = 60
_LOOKALIKES = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s\-‐-―.]+")
_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{10}")


def new_receipt() -> str:
    """A code with fifty random bits, so that nobody finds one by trying."""
    return "".join(RECEIPT_ALPHABET[byte & 31] for byte in secrets.token_bytes(10))


def read_receipt(words: str) -> str | None:
    """The code as it is stored, from any case, spacing, digits of ours, and O, I or L for 0 or 1 (Crockford).

    None where it cannot be a code.
    """
    if len(words) > LONGEST_WRITTEN:
        return None
    code = _SEPARATORS.sub("", fold_digits(words)).upper().translate(_LOOKALIKES)
    return code if _CODE.fullmatch(code) else None
