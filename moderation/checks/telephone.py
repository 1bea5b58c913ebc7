"""Telephone numbers: Indian mobiles and landlines as they are written, foreign ones with their plus. Pure."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType

from moderation.checks.flags import Check
from moderation.checks.folded_text import fold
from moderation.checks.numerals import Numeral, follows_a_name

MOST_ABROAD = 15
"""Digits of a number in E.164."""

MOST_GROUPS = 6
"""Groups of a number with its country and area codes."""

_MOBILE = re.compile(r"(?:(?:00|0)?91|0)?[6-9][0-9]{9}")
_LANDLINE = re.compile(
    r"(?:(?:00)?91|0)(?:33[2-8][0-9]{7}|(?:11|22|44|40|80|20|79)[2-7][0-9]{7}|3[2-5][0-9]{2}[2-7][0-9]{5})"
)
_OF_KOLKATA = re.compile(r"33[2-8][0-9]{7}")
_OF_KOLKATA_SIZES = {(10,), (2, 8), (2, 4, 4), (6, 4)}
_HOME = "91"
_HOME_SIZE = 12
_END_OF_CLAUSE = re.compile(r"[?!,;।॥؟،؛]|\.\s")

_SPACED_OUT = (1, 2)
"""Groups of one or two digits each, from the first to the last."""

PLACES = 10
_PIN_AND_MORE = (6, 4)
PIN = re.compile(r"700[01][0-9]{2}")
"""A postal code (PIN) of Kolkata."""

_EIGHT_DIGITS = re.compile(r"[2-7][0-9]{3}[ \-]?[0-9]{4}")
_LOCAL = re.compile(
    fold(
        r"(?:\b(?:phone|telephone|landline|land[ ]line|tel|ph|call|ring)\b|ফোন|ল্যান্ডলাইন|फ़?ोन|फोन|लैंडलाइन|فون|لینڈ لائن)"
        r"[ .:\-]{0,3}(?:(?:no|nos|number|at|on|us|me|নং|নম্বর|নাম্বার|नंबर|नम्बर|नं|نمبر)\b[ .:\-]{0,3}){0,2}"
        r"(?P<number>[2-7][0-9]{3}[ \-]?[0-9]{4})(?![ \-]?[0-9])"
    ),
    re.IGNORECASE,
)
"""Eight digits are a number within the city only where they are called one."""


def find_local_numbers(text: str) -> Iterator[tuple[Check, int, int]]:
    """Landlines without their area code, in a folded text."""
    for found in _LOCAL.finditer(text) if _EIGHT_DIGITS.search(text) else ():
        if not follows_a_name(text, found.start("number")):
            yield Check.LANDLINE, *found.span("number")


def kind_of_telephone(numeral: Numeral) -> Check | None:
    """Whether a numeral is the number of a mobile or of a landline."""
    digits, groups = numeral.digits, numeral.groups
    if not numeral.has_plus and digits[0] not in "036789":
        return None
    if numeral.is_list:
        return None
    is_short = len(groups) <= MOST_GROUPS
    if numeral.has_plus and is_short and len(digits) <= MOST_ABROAD:
        return _kind_with_plus(digits)
    if is_short and _LANDLINE.fullmatch(digits):
        return Check.LANDLINE
    if numeral.sizes in _OF_KOLKATA_SIZES and _OF_KOLKATA.fullmatch(digits):
        return Check.LANDLINE
    return Check.MOBILE if _is_written_as_mobile(numeral) else None


def likeliest(rows: Sequence[Numeral]) -> Numeral:
    """Choose the row that is a whole number among rows that begin with the same plus; the longest, if none is."""
    for row in rows:
        if row.digits.startswith(_HOME) and len(row.digits) == _HOME_SIZE:
            return row
    abroad = [row for row in rows if not row.digits.startswith(_HOME) and len(row.digits) <= MOST_ABROAD]
    whole = [row for row in abroad if len(rows) > 1 and _type_abroad(row.digits) is not None]
    return max(whole or abroad or rows, key=lambda row: len(row.digits))


def _kind_with_plus(digits: str) -> Check:
    if digits.startswith(_HOME):
        return Check.LANDLINE if _LANDLINE.fullmatch(digits) else Check.MOBILE
    return Check.LANDLINE if _type_abroad(digits) == PhoneNumberType.FIXED_LINE else Check.MOBILE


@lru_cache(maxsize=1024)
def _type_abroad(digits: str) -> int | None:
    """The type of a number that its country can have; None for another one."""
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.number_type(number) if phonenumbers.is_possible_number(number) else None


def own_groups(groups: Sequence[str]) -> list[str] | None:
    """The ten digits of a mobile number in their groups, without its prefix; None where the groups are none.

    The prefix may be groups of its own, or stand before the first digit of the number.
    """
    digits = "".join(groups)
    if not _MOBILE.fullmatch(digits):
        return None
    own, more = list(groups), len(digits) - PLACES
    while more >= len(own[0]):
        more -= len(own.pop(0))
    own[0] = own[0][more:]
    return own


def is_prefix_apart(numeral: Numeral, own: Sequence[str]) -> bool:
    """Whether a clause ends between the prefix and the number: in "House 1-0, 9830012345" the 0 is none of it.

    own: as own_groups gives them.
    """
    return any(_END_OF_CLAUSE.search(gap) for gap in numeral.gaps[: len(numeral.groups) - len(own)])


def _is_written_as_mobile(numeral: Numeral) -> bool:
    own = own_groups(numeral.groups)
    if own is None:
        return False
    sizes = tuple(map(len, own))
    if sizes == _PIN_AND_MORE and PIN.fullmatch(own[0]):
        return False
    if is_prefix_apart(numeral, own):
        return False
    signs = {gap.strip() for gap in numeral.gaps[len(numeral.groups) - len(own) :]}
    return len(sizes) <= MOST_GROUPS - 2 or max(sizes) in _SPACED_OUT or len(signs) < 2
