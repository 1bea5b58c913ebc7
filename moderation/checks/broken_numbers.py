"""Mobile and Aadhaar numbers that are broken up by signs, lines or words, or have letters for digits. Pure, linear.

People write them so to get past a check. numerals.py finds what is written with blanks, dots and dashes alone.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import cached_property
from itertools import accumulate

from moderation.checks.aadhaar import kind_of_aadhaar
from moderation.checks.digit_lists import LONGEST_ITEM, Groups, is_no_number
from moderation.checks.flags import Check
from moderation.checks.folded_text import fold
from moderation.checks.numerals import (
    AMOUNT,
    GROUP_OF_DIGITS,
    LEAST_DIGITS,
    LONGEST_SPELLED_OUT,
    MOST_SPELLED_OUT,
    SIZES_BY_FIRST_DIGIT,
    Numeral,
    follows_a_name,
)
from moderation.checks.telephone import is_prefix_apart, own_groups

FEWEST_DIGITS = 6
"""Digits; the fewest in a number of ten places some of which are letters."""

LONGEST_GAP = 24
"""Characters between two groups."""

MOST_WORDS = 3
"""Words between two groups of digits, where the text says that they are a number."""

LONGEST_BETWEEN_SINGLES = 3
"""Characters between two digits of a number that is written digit by digit."""

LIST_SIGN = ", "
"""Numbers of poles or houses have it between them, too."""

RUPEES = "₹"
"""The sign before a sum of money."""

ROUND = "000"
"""The end of a group that is a sum or a count, as in 75,000 to 80,000."""

MOST_EVEN = 5
"""Groups of a mobile number that has the same sign in each gap."""

_PAIRS, _SINGLES = (2,) * 5, (1,) * 10
_SHAPES = frozenset({(5, 5), (4, 6), (3, 3, 4), (4, 3, 3), (3, 4, 3), (4, 4, 2), _PAIRS, _SINGLES})
"""The sizes of the groups of a mobile number that has all kinds of gaps."""

_SIGN_WORDS = fold(r"dash|hyphen|space|dot|then|ড্যাশ|হাইফেন|তারপর|डैश|हाइफन|फिर|ڈیش|پھر")
_SIGNS = re.compile(rf"(?:[^\w]|_){{1,{LONGEST_GAP}}}|[xX]|[ ]?(?:{_SIGN_WORDS})[ ]?", re.IGNORECASE)
_USUAL = re.compile(r"[ \t().\-]{1,8}")
_WORDS = re.compile(r"[^\W\d_]+")
_CALLED = re.compile(
    fold(
        r"\b(?:phone|mobile|mob|call|number|whatsapp|contact|cell|dial|ring|fon|nombor|nambar|aadhaar|adhaar|aadhar|adhar|uid|vid)\b"
        r"|ফোন|মোবাইল|নম্বর|নাম্বার|কল|হোয়াটসঅ্যাপ|फोन|फ़ोन|मोबाइल|नंबर|नम्बर|कॉल|व्हाट्सएप|فون|موبائل|نمبر|کال|واٹس"
        r"|আধার|आधार|آدھار"
    ),
    re.IGNORECASE,
)
CALLED_WITHIN = 48


class _Gap(Enum):
    """What stands between two groups of digits. USUAL: what numerals.py reads over."""

    USUAL = auto()
    SIGNS = auto()
    PHRASE = auto()
    TOO_FAR = auto()


_LETTERS_FOR_DIGITS = re.compile(r"(?<![0-9A-Za-z])[6-9](?:[ \-]?[0-9OoIl]){9}(?![0-9A-Za-z])")
_LETTER = re.compile(r"[OoIl]")


def find_broken_numbers(text: str) -> Iterator[tuple[Check, int, int]]:
    """Each broken number in a folded text, with its range there."""
    for found in _LETTERS_FOR_DIGITS.finditer(text):
        letters = len(_LETTER.findall(found[0]))
        if letters and len(GROUP_OF_DIGITS.findall(found[0])) and 10 - letters >= FEWEST_DIGITS:
            yield Check.MOBILE, *found.span()
    yield from _BrokenGroups(text).numbers()


class _BrokenGroups(Groups):
    """All groups of digits of a text, and what stands between each and the next."""

    def __init__(self, text: str) -> None:
        super().__init__(text, [found.span() for found in GROUP_OF_DIGITS.finditer(text)])
        self.is_long = len(self.digits) >= LEAST_DIGITS
        kinds: dict[str, _Gap] = {}
        self.kinds = (
            [kinds.get(gap) or kinds.setdefault(gap, _kind_of(gap)) for gap in self.gaps] if self.is_long else []
        )
        self.unusual = list(accumulate((kind is not _Gap.USUAL for kind in self.kinds), initial=0))

    @cached_property
    def too_far(self) -> list[int]:
        return list(accumulate((kind is _Gap.TOO_FAR for kind in self.kinds), initial=0))

    @cached_property
    def phrases(self) -> list[int]:
        return list(accumulate((kind is _Gap.PHRASE for kind in self.kinds), initial=0))

    def numbers(self) -> Iterator[tuple[Check, int, int]]:
        covered = 0
        for at, begin in enumerate(self.begins[:-1] if self.unusual[-1] else ()):
            if self._far_in_row[at]:
                continue
            for size in reversed(SIZES_BY_FIRST_DIGIT[self.digits[begin]]):
                end = self.place_after.get(begin + size)
                if end is None or end <= covered or not self._is_odd(at, end):
                    continue
                check = self._kind_of_row(Numeral(self, at, end))
                if check is not None:
                    covered = end
                    yield check, self.spans[at][0], self.spans[end - 1][1]
                    break

    @cached_property
    def _far_in_row(self) -> list[bool]:
        """Tell which groups are far in a row, by group.

        Whether it is short, and so many stand near before it that much would match by chance.
        """
        counted, rows = 0, []
        for size, kind in zip(self.sizes, [_Gap.TOO_FAR, *self.kinds], strict=True):
            counted = counted + 1 if size <= LONGEST_SPELLED_OUT and kind is not _Gap.TOO_FAR else 0
            rows.append(counted > MOST_SPELLED_OUT)
        return rows

    def _is_odd(self, at: int, end: int) -> bool:
        """Whether something else than blanks, dots and dashes stands between these groups, and nothing too long."""
        return self.unusual[end - 1] > self.unusual[at] and self.too_far[end - 1] == self.too_far[at]

    def _kind_of_row(self, row: Numeral) -> Check | None:
        check = kind_of_aadhaar(row)
        if check is not None and self._may_be_aadhaar(row.first, row.last):
            return None if self._is_named(row) else check
        own = own_groups(row.groups)
        if own is None or is_prefix_apart(row, own) or row.is_list:
            return None
        if not self._may_be_mobile(row.first, row.last, own):
            return None
        return None if self._is_named(row) else Check.MOBILE

    def _is_named(self, row: Numeral) -> bool:
        """Whether a word says that it is the number of something else, or an amount."""
        return follows_a_name(self.text, row.start) or AMOUNT.match(self.text, row.end) is not None

    def _may_be_aadhaar(self, at: int, end: int) -> bool:
        """Whether it is in fours, or has the same sign in each gap, and is neither a sum nor a row of PIN codes."""
        sizes, gaps = self.sizes[at:end], set(self.gaps[at : end - 1])
        if self.phrases[end - 1] > self.phrases[at]:
            return set(sizes) == {4} and self._is_called(at, end)
        if set(sizes) != {4} and (not self.is_even(at, end) or is_no_number(self._piece(at, end))):
            return False
        if LIST_SIGN in gaps and max(sizes) < LONGEST_ITEM and not self._is_called(at, end):
            return False
        return not self._is_of_a_docket(at)

    def _may_be_mobile(self, at: int, end: int, own: Sequence[str]) -> bool:
        """Whether numbers of nothing else have such gaps, and no word says that it is the number of something else."""
        first = end - len(own)
        sizes, gaps = tuple(map(len, own)), set(self.gaps[first : end - 1])
        has_phrase = self.phrases[end - 1] > self.phrases[at]
        is_even = self.is_even(first, end) and not has_phrase and len(sizes) <= MOST_EVEN
        if not (is_even or sizes in _SHAPES) or any(each.endswith(ROUND) for each in own):
            return False
        if has_phrase:
            is_short = sizes == _SINGLES and max(map(len, gaps)) <= LONGEST_BETWEEN_SINGLES
            return is_short or self._is_called(at, end)
        if gaps == {LIST_SIGN} and not self._is_called(at, end):
            return False
        if sizes == _PAIRS and not (self.is_alone(at, end) or self.is_alone(first, end)):
            return False  # days and hours are pairs, too
        return not (self._is_of_a_docket(at) or is_no_number(self._piece(at, end)))

    def _is_of_a_docket(self, at: int) -> bool:
        """Whether a number is part of a docket. In KMC/2026/98300/12345 there is a stroke before."""
        start = self.spans[at][0]
        return self.text[start - 1 : start] in {"/", "_"}

    def _piece(self, at: int, end: int) -> str:
        return self.text[self.spans[at][0] : self.spans[end - 1][1]]

    def _is_called(self, at: int, end: int) -> bool:
        """Whether a word for such a number begins near."""
        begin, last = self.spans[at][0] - CALLED_WITHIN, self.spans[end - 1][1] + CALLED_WITHIN
        return bisect_left(self._called_at, begin) < bisect_left(self._called_at, last)

    @cached_property
    def _called_at(self) -> list[int]:
        return [found.start() for found in _CALLED.finditer(self.text)]


def _kind_of(gap: str) -> _Gap:
    if _USUAL.fullmatch(gap):
        return _Gap.USUAL
    if len(gap) > LONGEST_GAP or RUPEES in gap:
        return _Gap.TOO_FAR
    if _SIGNS.fullmatch(gap):
        return _Gap.SIGNS
    return _Gap.PHRASE if len(_WORDS.findall(gap)) <= MOST_WORDS else _Gap.TOO_FAR
