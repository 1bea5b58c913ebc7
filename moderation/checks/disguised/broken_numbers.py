"""Mobile and Aadhaar numbers that are broken up by signs, lines or words, or have letters for digits. Pure, linear.

People write them so to get past a check. numerals.py finds what is written with blanks, dots and dashes alone.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from enum import Enum, auto
from functools import cached_property
from itertools import accumulate, pairwise

from moderation.checks.aadhaar import kind_of_aadhaar
from moderation.checks.flags import Check
from moderation.checks.folded_text import fold
from moderation.checks.numerals import Numeral, follows_a_name

FEWEST_DIGITS = 6
"""Of a number of ten places some of which are letters."""

LONGEST_GAP = 24
"""Characters between two groups."""

MOST_WORDS = 3
"""Between two groups of a number that the text calls one."""

LONGEST_BETWEEN_SINGLES = 3
"""Characters between two digits of a number that is written digit by digit."""

LIST_SIGN = ", "
"""Numbers of poles or houses have it between them, too."""

ROUND = "000"
"""At the end of a group: a sum or a count, as in 75,000 to 80,000."""

_PAIRS, _SINGLES = (2,) * 5, (1,) * 10
_SHAPES: dict[int, frozenset[tuple[int, ...]]] = {
    2: frozenset({(5, 5), (4, 6)}),
    3: frozenset({(3, 3, 4), (4, 3, 3), (3, 4, 3), (4, 4, 2)}),
    5: frozenset({_PAIRS}),
    10: frozenset({_SINGLES}),
}
"""Of a mobile number: how many groups, and their sizes."""

_AADHAAR_SHAPES: dict[int, tuple[int, ...]] = {3: (4,) * 3, 4: (4,) * 4}
_PREFIXES = frozenset({"0", "91", "091", "0091"})
_GROUP = re.compile(r"[0-9]+")
_SIGN_WORDS = fold(r"dash|hyphen|space|dot|then|ড্যাশ|হাইফেন|তারপর|डैश|हाइफन|फिर|ڈیش|پھر")
_SIGNS = re.compile(rf"(?:[^\w]|_){{1,{LONGEST_GAP}}}|[xX]|[ ]?(?:{_SIGN_WORDS})[ ]?", re.IGNORECASE)
_USUAL = re.compile(r"[ \t().\-]{1,8}")
_WORDS = re.compile(r"[^\W\d_]+")
_CALLED = re.compile(
    fold(
        r"\b(?:phone|mobile|mob|call|number|whatsapp|contact|cell|dial|ring|fon|nombor|nambar)\b"
        r"|ফোন|মোবাইল|নম্বর|নাম্বার|কল|হোয়াটসঅ্যাপ|फोन|फ़ोन|मोबाइल|नंबर|नम्बर|कॉल|व्हाट्सएप|فون|موبائل|نمبر|کال|واٹس"
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
    """Each of them in a folded text, with its range there."""
    for found in _LETTERS_FOR_DIGITS.finditer(text):
        letters = len(_LETTER.findall(found[0]))
        if letters and len(_GROUP.findall(found[0])) and 10 - letters >= FEWEST_DIGITS:
            yield Check.MOBILE, *found.span()
    yield from _Groups(text).numbers()


class _Groups:
    """The groups of digits of a text, and what stands between each and the next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [found.span() for found in _GROUP.finditer(text)]
        self.digits = [text[start:end] for start, end in self.spans]
        self.sizes = tuple(end - start for start, end in self.spans)
        self.gaps = [text[one[1] : other[0]] for one, other in pairwise(self.spans)]
        kinds: dict[str, _Gap] = {}
        self.kinds = [kinds.get(gap) or kinds.setdefault(gap, _kind_of(gap)) for gap in self.gaps]
        self.unusual = list(accumulate((kind != _Gap.USUAL for kind in self.kinds), initial=0))
        self.too_far = list(accumulate((kind == _Gap.TOO_FAR for kind in self.kinds), initial=0))

    def numbers(self) -> Iterator[tuple[Check, int, int]]:
        at = 0 if self.unusual[-1] else len(self.spans)
        while at < len(self.spans):
            check, size = self._number_at(at)
            if check is not None:
                yield check, self.spans[at][0], self.spans[at + size - 1][1]
            at += size

    def _number_at(self, at: int) -> tuple[Check | None, int]:
        """The kind of the number that begins with a group, and of how many groups it is: else None, and one."""
        own = self.digits[at]
        skipped = 1 if own in _PREFIXES else 0
        first = at + skipped
        for places, shapes in _SHAPES.items():
            end = first + places
            if self.sizes[first:end] in shapes and self._is_odd(at, end) and self._is_mobile(at, first, end):
                return Check.MOBILE, end - at
        for places, shape in _AADHAAR_SHAPES.items():
            end = at + places
            if self.sizes[at:end] == shape and own[0] not in "01" and self._is_odd(at, end):
                check = kind_of_aadhaar(self._numeral(at, end))
                if check is not None and self._is_broken(at, end, shape):
                    return check, places
        return None, 1

    def _is_odd(self, at: int, end: int) -> bool:
        """Whether something else than blanks, dots and dashes stands between these groups, and nothing too long."""
        return self.unusual[end - 1] > self.unusual[at] and self.too_far[end - 1] == self.too_far[at]

    def _is_mobile(self, at: int, first: int, end: int) -> bool:
        own = self.digits[first:end]
        if own[0][0] not in "6789" or any(each.endswith(ROUND) for each in own):
            return False
        return self._is_broken(at, end, self.sizes[first:end]) and not self._numeral(first, end).is_list

    def _is_broken(self, at: int, end: int, shape: tuple[int, ...]) -> bool:
        """Whether numbers of nothing else have such gaps, and no word says that it is the number of something else."""
        gaps, kinds = set(self.gaps[at : end - 1]), set(self.kinds[at : end - 1])
        if _Gap.PHRASE in kinds:
            if not (shape == _SINGLES and max(map(len, gaps)) <= LONGEST_BETWEEN_SINGLES) and not self._is_called(
                at, end
            ):
                return False
        elif (gaps == {LIST_SIGN} and not self._is_called(at, end)) or self._is_of_something_else(at, shape, gaps):
            return False
        return not follows_a_name(self.text, self.spans[at][0])

    def _is_of_something_else(self, at: int, shape: tuple[int, ...], gaps: set[str]) -> bool:
        """Days and hours are pairs, too; and in KMC/2026/98300/12345 there is a stroke before."""
        start = self.spans[at][0]
        is_of_pairs = shape == _PAIRS and {gap.strip() for gap in gaps} <= {",", "/", ":", ""}
        return is_of_pairs or self.text[start - 1 : start] in {"/", "_"}

    def _is_called(self, at: int, end: int) -> bool:
        """Whether a word for a telephone begins near."""
        begin, last = self.spans[at][0] - CALLED_WITHIN, self.spans[end - 1][1] + CALLED_WITHIN
        return bisect_left(self._called_at, begin) < bisect_left(self._called_at, last)

    @cached_property
    def _called_at(self) -> list[int]:
        return [found.start() for found in _CALLED.finditer(self.text)]

    def _numeral(self, at: int, end: int) -> Numeral:
        groups = self.digits[at:end]
        return Numeral("".join(groups), groups, False, self.spans[at][0], self.spans[end - 1][1])


def _kind_of(gap: str) -> _Gap:
    if _USUAL.fullmatch(gap):
        return _Gap.USUAL
    if len(gap) > LONGEST_GAP:
        return _Gap.TOO_FAR
    if _SIGNS.fullmatch(gap):
        return _Gap.SIGNS
    return _Gap.PHRASE if len(_WORDS.findall(gap)) <= MOST_WORDS else _Gap.TOO_FAR
