"""Finds text that looks like personal data, which should not become public without a second look.

Pure, in time linear in the text. Digits of every script count, with blanks and dashes between them.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import NamedTuple

import regex

from moderation.checks import verhoeff
from sessions.text.text_input import fold_digits


class PersonalData(StrEnum):
    """Kinds of personal data, by their names on the wire."""

    PHONE = "phone"
    AADHAAR = "aadhaar"
    PAN = "pan"


class Numeral(NamedTuple):
    """Adjacent digits, in the groups in which they are written."""

    digits: str
    groups: Sequence[str]
    has_plus: bool

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(map(len, self.groups))

    @property
    def is_list(self) -> bool:
        """Whether the groups increase or decrease, as in a list of wards, houses or years."""
        numbers = [int(group) for group in self.groups]
        pairs = list(pairwise(numbers))
        is_short = max(self.sizes) <= LONGEST_IN_LIST and not any(group.startswith("0") for group in self.groups)
        return len(pairs) > 1 and is_short and (all(a < b for a, b in pairs) or all(a > b for a, b in pairs))


FEWEST_DIGITS = 4
LONGEST_IN_LIST = 4
LEAST_DIGITS, MOST_DIGITS = 10, 16
"""The fewest digits: of a mobile number, or a landline with its area code. The most: of a virtual Aadhaar number."""

_DIGIT = regex.compile(r"\p{Nd}")
_INVISIBLE = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_RUN = regex.compile(r"\+?(?<!\d)\d+(?:[ \t().\-]{1,3}\d+)*")
_GROUP = regex.compile(r"\d+")
_NAMED = regex.compile(
    r"(?:(?:order|docket|complaint|receipt|reference|ref|memo|consumer|customer|meter|assessee|application|registration"
    r"|bill|invoice|file|token|ticket|case|account|a/c|অর্ডার|অভিযোগ|রসিদ|বিল|আবেদন|গ্রাহক|মিটার|স্মারক|ऑर्डर|शिकायत|रसीद|बिल|आवेदन"
    r"|آرڈر|شکایت|رسید|بل)[ .:]{0,2}"
    r"(?:id|no|nos|number|num|নং|নম্বর|संख्या|नंबर|नं|نمبر)?|rs|inr|₹|টাকা|रुपये|روپے|#)[ .:#\-]{0,3}\Z",
    regex.IGNORECASE,
)
"""Words before a number of another kind, or an amount."""

_LETTER_BEFORE = regex.compile(r"[A-Za-z_/]\Z")
_CALLED = regex.compile(r"(?:ph|phone|mob|mobile|tel|call|no|cell|whatsapp|contact|me/)\Z", regex.IGNORECASE)
BEFORE = 40
"""How many characters before a number are searched for such words."""

_MOBILE = regex.compile(r"(?:(?:00)?91|0)?([6-9]\d{9})")
_LANDLINE = regex.compile(r"(?:(?:00)?91|0)(?:33[2-7]\d{7}|(?:11|22|44|40|80|20|79)[2-7]\d{7}|3[2-5]\d{2}[2-7]\d{5})")
_PREFIXES = frozenset({"0", "91", "091", "0091", "00"})
_SPACED_OUT = (1, 2)
"""Groups of one or two digits each, from the first to the last."""

_AADHAAR_SIZES = (12, 16)
MOST_SPELLED_OUT = 200
"""Groups before an Aadhaar number written digit by digit: after more of them, one in ten would match by chance."""

_SIZES_WITH_PLUS = range(LEAST_DIGITS, MOST_DIGITS + 1)
_SIZES = {"0": (11, 14), "1": (), **dict.fromkeys("2345", _AADHAAR_SIZES), **dict.fromkeys("6789", (10, 12, 16))}
"""First digit to lengths: a landline begins with 0 or 91, a mobile number with 6 to 9."""

_IN_NO_PHONE = "2345"
"""First digits that no telephone number without a plus has."""

MOST_ABROAD = 15
"""Digits of a number in E.164."""

MOST_GROUPS = 6
"""Groups of a number with its country and area codes."""

_PIN_AND_MORE = (6, 4)
_PAN = regex.compile(
    r"(?<![^\W_])(?:[A-Z]{3}[ABCFGHJLPT][A-Z][ \-]?\d{4}[ \-]?[A-Z]|[a-z]{3}[abcfghjlpt][a-z]\d{4}[a-z])(?![^\W_])"
)


def find_personal_data(text: str) -> tuple[PersonalData, ...]:
    """The kinds of personal data that the text seems to hold, each once."""
    if len(_DIGIT.findall(text)) < FEWEST_DIGITS:
        return ()
    folded = fold_digits(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    found = {PersonalData.PAN} if _PAN.search(folded) else set()
    for numeral in _numerals(folded):
        for kind, is_one in NUMBERS.items():
            if kind not in found and is_one(numeral):
                found.add(kind)
        if len(found) == len(PersonalData):
            break
    return tuple(kind for kind in PersonalData if kind in found)


def _numerals(text: str) -> Iterator[Numeral]:
    """Each single number, and each row of groups that might be one number."""
    for run in _RUN.finditer(text):
        groups = _GROUP.findall(run[0])
        digits = "".join(groups)
        before = text[max(run.start() - BEFORE, 0) : run.start()]
        if len(digits) >= LEAST_DIGITS and not _is_of_another_kind(before):
            yield from _rows_of(groups, digits, has_plus=run[0].startswith("+"))


def _rows_of(groups: list[str], digits: str, *, has_plus: bool) -> Iterator[Numeral]:
    """The rows with a length that a wanted number with this first digit can have."""
    begins = list(accumulate(map(len, groups), initial=0))
    after = {place: index for index, place in enumerate(begins)}
    for first, begin in enumerate(begins[:-1]):
        is_marked = has_plus and first == 0
        # A single zero begins no number, and neither does a digit far from the beginning of a long spelled-out row.
        is_nought = groups[first] == "0" and digits[begin + 1 : begin + 2] == "0"
        is_far = first > MOST_SPELLED_OUT and len(groups[first]) == 1 and digits[begin] in _IN_NO_PHONE
        if is_far or (is_nought and not is_marked):
            continue
        for size in _SIZES_WITH_PLUS if is_marked else _SIZES[digits[begin]]:
            last = after.get(begin + size)
            if last is not None:
                yield Numeral(digits[begin : begin + size], groups[first:last], is_marked)


def _is_of_another_kind(before: str) -> bool:
    if _NAMED.search(before):
        return True
    return _LETTER_BEFORE.search(before) is not None and not _CALLED.search(before)


def _is_phone(numeral: Numeral) -> bool:
    digits, few = numeral.digits, len(numeral.groups) <= MOST_GROUPS
    if digits[0] in _IN_NO_PHONE and not numeral.has_plus:
        return False
    if few and ((numeral.has_plus and len(digits) <= MOST_ABROAD) or _LANDLINE.fullmatch(digits)):
        return not numeral.is_list
    is_mobile = _MOBILE.fullmatch(digits) is not None and _is_written_as_mobile(numeral.groups)
    return is_mobile and not numeral.is_list


def _is_written_as_mobile(groups: Sequence[str]) -> bool:
    own = groups[1:] if groups[0] in _PREFIXES else groups
    own = own[1:] if own[0] in _PREFIXES and sum(map(len, own)) > LEAST_DIGITS else own
    sizes = tuple(map(len, own))
    if sizes == _PIN_AND_MORE:
        return False
    return len(sizes) <= MOST_GROUPS - 2 or max(sizes) in _SPACED_OUT


def _is_aadhaar(numeral: Numeral) -> bool:
    """Whether it is an Aadhaar number (twelve digits) or a virtual one (sixteen), by Verhoeff's check digit."""
    digits, groups = numeral.digits, numeral.groups
    if len(digits) not in _AADHAAR_SIZES or digits[0] in "01" or len(groups) not in (1, len(digits) // 4, len(digits)):
        return False
    return verhoeff.is_valid(digits) and len(set(numeral.sizes)) == 1 and not numeral.is_list


NUMBERS: dict[PersonalData, Callable[[Numeral], bool]] = {
    PersonalData.PHONE: _is_phone,
    PersonalData.AADHAAR: _is_aadhaar,
}
"""By kind of number: whether a numeral is one."""
