"""Aadhaar numbers (twelve digits) and virtual ones (VID, sixteen), by their check digit. Pure."""

import re
from collections.abc import Sequence

from stdnum import verhoeff

from moderation.checks.flags import Check
from moderation.checks.numerals import Numeral

_KINDS = {12: Check.AADHAAR, 16: Check.VID}
_NEVER_FIRST = "01"
_PIN = re.compile(r"7[0-4][0-9]{4}")
"""A postal code (PIN) of West Bengal."""

_INDIA, _WITH_INDIA = "91", 12


def kind_of_aadhaar(numeral: Numeral) -> Check | None:
    """Whether a numeral is one of the two, in whatever groups; not the number of a mobile with its 91 before it."""
    kind = _KINDS.get(numeral.places)
    if kind is None or (digits := numeral.digits)[0] in _NEVER_FIRST or verhoeff.checksum(digits):
        return None
    groups = numeral.groups
    is_of_pins = len(groups) > 1 and all(map(_PIN.fullmatch, groups))
    return None if is_of_pins or _is_mobile(groups) or numeral.is_list else kind


def _is_mobile(groups: Sequence[str]) -> bool:
    return groups[0] == _INDIA and sum(map(len, groups)) == _WITH_INDIA and groups[1][0] in "6789"
