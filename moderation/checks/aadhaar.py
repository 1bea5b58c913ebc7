"""Aadhaar numbers (twelve digits) and virtual ones (VID, sixteen), by their check digit. Pure."""

from stdnum import verhoeff

from moderation.checks.flags import Check
from moderation.checks.numerals import Numeral

_KINDS = {12: Check.AADHAAR, 16: Check.VID}
_NEVER_FIRST = "01"
_IN_A_GROUP = 4


def kind_of_aadhaar(numeral: Numeral) -> Check | None:
    """Whether a numeral is one of the two: whole, in groups of four, or digit by digit."""
    digits, groups = numeral.digits, numeral.groups
    kind = _KINDS.get(len(digits))
    if kind is None or digits[0] in _NEVER_FIRST or len(groups) not in (1, len(digits) // _IN_A_GROUP, len(digits)):
        return None
    if len(set(numeral.sizes)) > 1 or numeral.is_list or numeral.has_years_only:
        return None
    return kind if verhoeff.is_valid(digits) else None
