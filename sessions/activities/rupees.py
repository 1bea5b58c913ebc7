"""Amounts in rupees: read from what people write, kept in paise, shown grouped as India groups numbers."""

import re
from typing import Final

from django.utils.translation import gettext_lazy as _

from sessions.platform.refusals import Refused
from sessions.platform.text.digits import group, in_own_digits
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.text_input import fold_digits

LONGEST_AMOUNT: Final = 40
MOST_RUPEES: Final = 10**11
"""A hundred billion, ten times what the whole city spends in a year on one thing: more is a slip of the finger."""

_SIGNS = re.compile(r"^(?:₹|Rs\.?|INR|টাকা|৳|रु\.?|रुपये|روپے)\s*|\s*(?:/-|টাকা|रुपये|روپے)$", re.IGNORECASE)
_AMOUNT = re.compile(r"(?P<rupees>[0-9]+|[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3})(?:\.(?P<paise>[0-9]{1,2}))?")
_SEPARATORS = str.maketrans({"٬": ",", "،": ",", "٫": ".", "\xa0": " "})


def read_rupees(words: str) -> int | None:
    """Paise, from an amount such as 1,25,000 or ₹ ১,২৫,০০০.৫০ in digits of any script; None for a blank one.

    Raises Refused bad_field for what is no amount, is negative, or is more than the city has.
    """
    written = fold_digits(words[: LONGEST_AMOUNT + 1].translate(_SEPARATORS)).strip()
    if not written:
        return None
    found = _AMOUNT.fullmatch(_SIGNS.sub("", _SIGNS.sub("", written)))
    if len(words) > LONGEST_AMOUNT or found is None:
        raise Refused("bad_field", _("That is not an amount in rupees. Write it as 1,25,000 or 125000.50."))
    rupees = int(found["rupees"].replace(",", ""))
    if rupees > MOST_RUPEES:
        raise Refused("bad_field", _("That is more than the city can spend. Count the zeros again."))
    return rupees * 100 + int((found["paise"] or "0").ljust(2, "0"))


def rupee_words(paise: int) -> str:
    """₹1,25,000, in the reader's digits; paise only where there are any."""
    rupees, rest = divmod(paise, 100)
    return isolate("₹" + in_own_digits(group(rupees) + (f".{rest:02}" if rest else "")))


def plain_rupees(paise: int | None) -> str:
    """Write rupees for a form and for files: 125000 or 125000.50; blank for none."""
    if paise is None:
        return ""
    rupees, rest = divmod(paise, 100)
    return f"{rupees}.{rest:02}" if rest else str(rupees)
