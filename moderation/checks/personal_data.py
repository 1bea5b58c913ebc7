"""Whether words look as if they held somebody's personal data, which should not become public without a second look.

Pure, in time that grows with the text. Digits of every script count, with blanks and dashes between them.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import regex

from moderation.checks import verhoeff
from sessions.wording import fold_digits


class PersonalData(StrEnum):
    """What words may hold, by the names that the wire has for it."""

    PHONE = "phone"
    AADHAAR = "aadhaar"
    PAN = "pan"


@dataclass(frozen=True, slots=True)
class Numeral:
    """Digits that stand together, in the groups in which they are written."""

    groups: tuple[str, ...]
    has_plus: bool

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(map(len, self.groups))

    @property
    def is_list(self) -> bool:
        """Whether it goes up or down, as a list of wards, houses or years does."""
        numbers = [int(group) for group in self.groups]
        pairs = list(pairwise(numbers))
        is_short = max(self.sizes) <= LONGEST_IN_LIST and not any(group.startswith("0") for group in self.groups)
        return len(pairs) > 1 and is_short and (all(a < b for a, b in pairs) or all(a > b for a, b in pairs))


FEWEST_DIGITS = 4
LONGEST_IN_LIST = 4
LEAST_DIGITS, MOST_DIGITS = 10, 16
"""Of a mobile number, or a line with its area; and of the longest that is looked for."""

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
"""What stands before a number of another kind, or an amount."""

_LETTER_BEFORE = regex.compile(r"[A-Za-z_/]\Z")
_CALLED = regex.compile(r"(?:ph|phone|mob|mobile|tel|call|no|cell|whatsapp|contact|me/)\Z", regex.IGNORECASE)
BEFORE = 40
"""Characters before a number that say what it is."""

_MOBILE = regex.compile(r"(?:(?:00)?91|0)?([6-9]\d{9})")
_LANDLINE = regex.compile(r"(?:(?:00)?91|0)(?:33[2-7]\d{7}|(?:11|22|44|40|80|20|79)[2-7]\d{7}|3[2-5]\d{2}[2-7]\d{5})")
_PREFIXES = frozenset({"0", "91", "091", "0091", "00"})
_SPACED_OUT = (1, 2)
"""Groups of one or two digits each, from the first to the last."""

_AADHAAR_SIZES = (12, 16)
MOST_ABROAD = 15
"""Digits of a number in E.164."""

MOST_GROUPS = 6
"""Of a number with its country and its area."""

_PIN_AND_MORE = (6, 4)
_PAN = regex.compile(
    r"(?<![^\W_])(?:[A-Z]{3}[ABCFGHJLPT][A-Z][ \-]?\d{4}[ \-]?[A-Z]|[a-z]{3}[abcfghjlpt][a-z]\d{4}[a-z])(?![^\W_])"
)


def find_personal_data(text: str) -> tuple[PersonalData, ...]:
    """The kinds of data that the text looks as if it held, each once."""
    if len(_DIGIT.findall(text)) < FEWEST_DIGITS:
        return ()
    folded = fold_digits(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    return tuple(kind for kind, holds in CHECKS.items() if holds(folded))


def _holds_phone(text: str) -> bool:
    return any(_is_phone(numeral) for numeral in _numerals(text))


def _holds_aadhaar(text: str) -> bool:
    """Of twelve digits, or its virtual number of sixteen; the last one is a check digit of Verhoeff's."""
    return any(_is_aadhaar(numeral) for numeral in _numerals(text))


def _holds_pan(text: str) -> bool:
    return _PAN.search(text) is not None


CHECKS: dict[PersonalData, Callable[[str], bool]] = {
    PersonalData.PHONE: _holds_phone,
    PersonalData.AADHAAR: _holds_aadhaar,
    PersonalData.PAN: _holds_pan,
}
"""A kind is a row: what it is called, and whether words with ASCII digits, without invisible characters, hold it."""


def _numerals(text: str) -> Iterator[Numeral]:
    """Each number that stands by itself, and each row of groups that might be one."""
    for run in _RUN.finditer(text):
        before = text[max(run.start() - BEFORE, 0) : run.start()]
        if _is_of_another_kind(before):
            continue
        groups = _GROUP.findall(run[0])
        for first, group in enumerate(groups):
            has_plus = first == 0 and run[0].startswith("+")
            # Nothing that is looked for begins with a one, or with noughts that stand alone.
            is_nought = group == "0" and first + 1 < len(groups) and groups[first + 1][0] == "0"
            if has_plus or not (group[0] == "1" or is_nought):
                yield from _rows_from(groups, first, has_plus=has_plus)


def _rows_from(groups: list[str], first: int, *, has_plus: bool) -> Iterator[Numeral]:
    size = 0
    for last in range(first, min(first + MOST_DIGITS, len(groups))):
        size += len(groups[last])
        if size > MOST_DIGITS:
            return
        if size >= LEAST_DIGITS:
            yield Numeral(tuple(groups[first : last + 1]), has_plus)


def _is_of_another_kind(before: str) -> bool:
    if _NAMED.search(before):
        return True
    return _LETTER_BEFORE.search(before) is not None and not _CALLED.search(before)


def _is_phone(numeral: Numeral) -> bool:
    digits, sizes = numeral.digits, numeral.sizes
    if numeral.has_plus and len(digits) <= MOST_ABROAD and len(sizes) <= MOST_GROUPS:
        return not numeral.is_list
    if _LANDLINE.fullmatch(digits) and len(sizes) <= MOST_GROUPS:
        return not numeral.is_list
    is_mobile = _MOBILE.fullmatch(digits) is not None and _is_written_as_mobile(numeral.groups)
    return is_mobile and not numeral.is_list


def _is_written_as_mobile(groups: tuple[str, ...]) -> bool:
    own = groups[1:] if groups[0] in _PREFIXES else groups
    own = own[1:] if own[0] in _PREFIXES and sum(map(len, own)) > LEAST_DIGITS else own
    sizes = tuple(map(len, own))
    if sizes == _PIN_AND_MORE:
        return False
    return len(sizes) <= MOST_GROUPS - 2 or max(sizes) in _SPACED_OUT


def _is_aadhaar(numeral: Numeral) -> bool:
    digits, sizes = numeral.digits, numeral.sizes
    if len(digits) not in _AADHAAR_SIZES or digits[0] in "01":
        return False
    is_written_so = len(sizes) == 1 or set(sizes) in ({4}, {1})
    return is_written_so and not numeral.is_list and verhoeff.is_valid(digits)
