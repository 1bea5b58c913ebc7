"""Read a receipt code as people write it; pure."""

import re

from sessions.wording import fold_digits

_LOOKALIKES = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s\-‐-―.]+")
_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{10}")


def read_receipt(words: str) -> str | None:
    """The code as it is stored, from any case, spacing, digits of ours, and O, I or L for 0 or 1 (Crockford).

    None where it cannot be a code at all.
    """
    code = _SEPARATORS.sub("", fold_digits(words)).upper().translate(_LOOKALIKES)
    return code if _CODE.fullmatch(code) else None
