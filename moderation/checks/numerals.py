"""Adjacent digits that might be one number: of a telephone, or of an identity card. Pure, in linear time.

Digits count with blanks, dots, dashes and brackets between them. Numbers after a word such as "docket" are left out.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moderation.checks.digit_lists import LONGEST_ITEM, Groups, begins_with_date, has_years_only, is_pointed
from moderation.checks.folded_text import fold

LEAST_DIGITS, MOST_DIGITS = 10, 16
"""The fewest digits: of a mobile number, or a landline with its area code. The most: of a virtual Aadhaar number."""

MOST_SPELLED_OUT = 100
LONGEST_SPELLED_OUT = 2
"""Groups in a row before a number that is written digit by digit, or in pairs: after more of them, much would match by
chance."""

BEFORE = 48
"""How many characters before a number are searched for the word that says what it is."""


class Numeral(NamedTuple):
    """A row of adjacent groups of digits, from one place among all groups of a text to another, which is not in it."""

    among: Groups
    first: int
    last: int
    has_plus: bool = False

    @property
    def digits(self) -> str:
        return self.among.digits[self.among.begins[self.first] : self.among.begins[self.last]]

    @property
    def places(self) -> int:
        """How many digits it has."""
        return self.among.begins[self.last] - self.among.begins[self.first]

    @property
    def groups(self) -> Sequence[str]:
        return self.among.words[self.first : self.last]

    @property
    def gaps(self) -> Sequence[str]:
        """What stands between the groups."""
        return self.among.gaps[self.first : self.last - 1]

    @property
    def sizes(self) -> tuple[int, ...]:
        return self.among.sizes[self.first : self.last]

    @property
    def start(self) -> int:
        """The place in the text, with a bracket around an area code, and with the plus."""
        return _with_bracket(self.among.text, self.among.spans[self.first][0] - self.has_plus, self.end)

    @property
    def end(self) -> int:
        return self.among.spans[self.last - 1][1]

    @property
    def is_list(self) -> bool:
        """Whether these are wards, houses or years, or a date and a time."""
        if self.has_plus or self.last - self.first < 2:
            return False
        if self.among.is_list(self.first, self.last):
            return True
        has_long = LONGEST_ITEM in self.sizes[:3]
        return has_long and (has_years_only(self.groups) or begins_with_date(self.groups))


_YEAR = re.compile(r"(?:19|20)\d\d")
_RUN = re.compile(r"\+?(?<![0-9])[0-9]+(?:[ \t().\-]{1,8}[0-9]+)*")
_MORE_SIGNS = re.compile(r":[0-5][0-9](?![0-9])")
GROUP_OF_DIGITS = re.compile(r"[0-9]+")
_OF_OFFICES = frozenset(
    fold(
        "order orders docket dockets complain complaint complaints receipt reference ref memo consumer"
        " customer meter assessee application registration regn bill bills invoice file token ticket case"
        " account a/c challan mutation holding premises licence license certificate policy transaction"
        " txn utr tender nit request grievance acknowledgement acknowledgment demand folio dag khatian"
        " fir f.i.r sr srn gd g.d rti obhijog obhijoger abhijog shikayat rashid rasid raseed avedan abedon rs"
        " inr"
    ).split()
)
"""Words before the number of a docket or the like, or before an amount."""

_OF_OFFICES_WITH_ENDINGS = tuple(
    fold(
        "অর্ডার অভিযোগ রসিদ রশিদ বিল আবেদন গ্রাহক মিটার স্মারক ডকেট কমপ্লেন কমপ্লেইন টিকিট টোকেন ফাইল"
        " মেমো কেস হোল্ডিং অ্যাসেসি লাইসেন্স সার্টিফিকেট রেফারেন্স চালান খতিয়ান টাকা ऑर्डर शिकायत रसीद"
        " बिल आवेदन डॉकेट डाकेट टिकट टोकन फाइल फ़ाइल केस मीटर लाइसेंस चालान प्रमाणपत्र कंप्लेंट उपभोक्ता"
        " होल्डिंग संदर्भ रुपये रुपए آرڈر شکایت رسید بل ڈاکٹ ڈوکٹ درخواست ٹکٹ ٹوکن فائل کیس میٹر لائسنس"
        " چالان کمپلینٹ حوالہ روپے"
    ).split()
)
_BETWEEN = frozenset(
    fold(
        "id no nos number numbers num nombor nambar sankhya sonkhya নং নম্বর নাম্বার সংখ্যা संख्या नंबर"
        " नम्बर नं क्रमांक نمبر is was are holo hai হল হলো ছিল है था ہے slip form card ka ke ki er का के"
        " की কার্ড کا کے کی"
    ).split()
)
"""Words between such a word and its number."""

_BETWEEN_AFTER = (_BETWEEN - {"no", "id"}) | frozenset(
    fold(
        "my our the amar amader meri mera hamari wala wali আমার আমাদের मेरी मेरा हमारी वाली वाला میری میرا ہماری والی والا"
    ).split()
)
"""Words between a number and such a word after it."""

_NUMBER_WITH_ENDINGS = tuple(fold("নম্বর নাম্বার नंबर नम्बर نمبر").split())
_PREFIX = re.compile(r"[a-z0-9/]{1,16}[/-]\Z")
"""The beginning of a docket, as of KMC/95/ or KMC-."""

_MOST_BETWEEN = 4
_SIGNS = ("#", "₹")
_JOINED = re.compile(r"[^ :#\-,;()!?।॥؟،\"'\n\t]+|[,;()!?।॥؟،\"'\n\t]")
"""Words with their dots and strokes, and the signs that part a word from what follows."""

AMOUNT = re.compile(fold(r"(?:/-|[ ]?(?:rupees\b|taka\b|টাকা|रुपय|रुपए|روپ))"), re.IGNORECASE)
_LETTER_BEFORE = re.compile(r"(?:[A-Za-z_]|(?<![0-9]{5})/)\Z")
"""A stroke after a long number parts it from the next one; elsewhere it is one of a docket."""

_OF_AN_OFFICE = re.compile(r"(?<![A-Za-z])[A-Z]{2,}[ ]?-\Z")
_CALLED = re.compile(
    r"(?:ph|phn|phone|mob|mobile|tel|call|no|number|num|cell|wa|whatsapp|contact|me/)[ \-]{0,2}\Z", re.IGNORECASE
)

_SIZES_WITH_PLUS = range(LEAST_DIGITS, MOST_DIGITS + 1)
SIZES_BY_FIRST_DIGIT = {
    "0": (11, 13, 14),
    "1": (),
    "3": (10, 12, 16),
    **dict.fromkeys("245", (12, 16)),
    **dict.fromkeys("6789", (10, 12, 16)),
}
"""First digit to lengths: a landline begins with 0, 33 or 91, a mobile number with 6 to 9."""


def find_numerals(text: str) -> Iterator[Numeral]:
    """Each single number of a folded text, and each row of groups that might be one number."""
    for run in _RUN.finditer(text):
        if run.end() - run.start() < LEAST_DIGITS:
            continue
        groups = Groups(text, [group.span() for group in GROUP_OF_DIGITS.finditer(text, *run.span())])
        if len(groups.digits) >= LEAST_DIGITS and not _is_of_another_kind(
            text, run.start(), run.end(), groups.words[0]
        ):
            yield from _rows_of(groups, has_plus=run[0].startswith("+"))


def follows_a_name(text: str, start: int) -> bool:
    """Whether the number that starts there follows a word for a number of an office, or for an amount."""
    before = text[max(start - BEFORE, 0) : start].lower()
    return _ends_with_name(before) or _ends_with_name(_PREFIX.sub("", before))


def _ends_with_name(before: str) -> bool:
    if before.rstrip(" .:-").endswith(_SIGNS):
        return True
    words = [word.strip(".") for word in _JOINED.findall(before)[-_MOST_BETWEEN:]]
    while words and (not words[-1] or _is_between(words[-1])):
        words.pop()
    return bool(words) and _is_of_offices(words[-1])


def _is_between(word: str) -> bool:
    return word in _BETWEEN or word.startswith(_NUMBER_WITH_ENDINGS)


def _is_named_after(text: str, end: int) -> bool:
    """Whether such a word follows the number, with something between: 9830012345 is my docket."""
    words = _JOINED.findall(text[end : end + BEFORE].lower())[:_MOST_BETWEEN]
    for place, word in enumerate(words):
        if word.strip(".") not in _BETWEEN_AFTER:
            return place > 0 and _is_of_offices(word.strip("."))
    return False


def _is_of_offices(word: str) -> bool:
    return word in _OF_OFFICES or word.startswith(_OF_OFFICES_WITH_ENDINGS)


def _is_of_another_kind(text: str, start: int, end: int, first: str) -> bool:
    if (
        follows_a_name(text, start)
        or _is_named_after(text, end)
        or AMOUNT.match(text, end)
        or is_pointed(_with_signs(text, start, end))
    ):
        return True
    before = text[max(start - BEFORE, 0) : start]
    if _CALLED.search(before):
        return False
    in_docket = _OF_AN_OFFICE.search(before) is not None and _YEAR.fullmatch(first) is not None
    return in_docket or _LETTER_BEFORE.search(before) is not None


def _with_signs(text: str, start: int, end: int) -> str:
    """The piece, with what follows at once: 18.30 9:15."""
    more = _MORE_SIGNS.match(text, end)
    return text[start : more.end() if more else end]


def _rows_of(groups: Groups, *, has_plus: bool) -> Iterator[Numeral]:
    """The rows with a length that a wanted number with this first digit can have."""
    after = groups.place_after
    for first, begin in enumerate(groups.begins[:-1]):
        is_marked = has_plus and first == 0
        own = groups.words[first]
        # A single zero begins no number, and neither does a digit far from the beginning of a long spelled-out row.
        is_nought = own == "0" and groups.digits[begin + 1 : begin + 2] == "0"
        is_far = first > MOST_SPELLED_OUT and len(own) <= LONGEST_SPELLED_OUT
        if is_far or (is_nought and not is_marked):
            continue
        for size in _SIZES_WITH_PLUS if is_marked else SIZES_BY_FIRST_DIGIT[own[0]]:
            last = after.get(begin + size)
            if last is not None:
                yield Numeral(groups, first, last, is_marked)


def _with_bracket(text: str, start: int, end: int) -> int:
    """The place of the bracket around an area code, where one stands before the number."""
    is_open = text[start - 1 : start] == "(" and "(" not in text[start:end] and ")" in text[start:end]
    return start - is_open
