"""Tells lists, dates, times and fractions from the groups of digits of one number. Pure, in linear time.

Whether the groups rise or fall says little: those of a third of all numbers in three groups do.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, groupby, pairwise

from moderation.checks.folded_text import fold

LONGEST_ITEM = 4
"""Digits of an item of a list: a ward, a house, a year."""

LONGEST_OF_WARDS = 2

MOST_STEP = 12
"""The largest step between two items of a list that counts: houses on one side of a street, bus routes, wards."""

FEWEST_MORE = 3
"""Items beyond those that might be one number."""

DOCKET_YEAR = r"20[12][0-9]"
"""Narrow, because each year more hides one number in three thousand more."""

_LIST_SIGNS = frozenset(",;،؛&")
"""Signs that stand between items more often than between the groups of one number."""

_WHOLE_NUMBERS = frozenset({0, 10, 12, 20, 22, 24})
"""How many digits one or two further numbers have."""

_BEFORE = 40
_MOST_WORDS = 4
_WORD = re.compile(r"[^\W\d_](?:[^\s\d:;,.()\-/]|['’])*")
_CUT = re.compile(r"[0-9,;!?।॥؟،()\n]|(?<!\bno)(?<!\bnos)\.[ ]")
"""Signs that separate a word from the numbers after it."""

_CUTTING = frozenset({"", *"0123456789,;!?।॥؟،()\n/"})
_BETWEEN_WORD_AND_NUMBER = " .:-#/_"
_AFTER = re.compile(rf"(?<![^ ]){_WORD.pattern}")
_OF_SEVERAL = frozenset(
    fold(
        "wards houses holdings doors homes premises flats plots rooms shops stalls blocks lanes"
        " poles posts lamps pillars pages paras columns rows lines items years buses routes"
        " trams trains booths parts pins pincodes serials marks scores points results classes"
        " sections rules clauses floors gates boroughs seats votes months weeks days dates"
        " rainfall cases temperature sizes lots coordinates gps dial dialled dialed codes"
    ).split()
)
"""Words before several things that are counted or numbered."""

_OF_ONE = frozenset(
    fold(
        "ward house holding door home flat plot room shop stall block lane gali pole post lamp"
        " pillar page para column row line item year bus route tram train booth part pin pincode"
        " serial sl mark score point result roll class section sec chapter rule clause article"
        " floor gate borough seat vote month week day date bari barir bati makan ghar panna"
        " bochor sal saal ank"
    ).split()
)
"""Words that may also stand before one thing, or before somebody's number at home."""

_OF_SEVERAL_WITH_ENDINGS = tuple(
    fold(
        "ওয়ার্ড হোল্ডিং ফ্ল্যাট প্লট দোকান ব্লক গলি লেন খুঁটি পোস্ট বাতি আলো পাতা পৃষ্ঠা সাল"
        " বছর বাস রুট ট্রাম ট্রেন বুথ পিন পরীক্ষা মার্ক অঙ্ক ফল স্কোর রোল শ্রেণি শ্রেণী ক্লাস"
        " ধারা তলা বরো ভোট মাস সপ্তাহ দিন তারিখ বৃষ্টি ডেঙ্গু মাপ অংশ ক্রমিক वार्ड मकान होल्डिंग"
        " फ्लैट प्लॉट कमरा कमरे दुकान ब्लॉक गली लेन खंभा खंभे खम्भा बत्ती पृष्ठ पन्ना पन्ने पेज"
        " साल वर्ष बस रूट ट्राम ट्रेन बूथ पिन परीक्षा अंक मार्क्स स्कोर नतीजा रोल कक्षा धारा"
        " मंजिल बोरो वोट महीन सप्ताह हफ्त दिन तारीख बारिश डेंगू नाप भाग क्रमांक وارڈ مکان ہولڈنگ"
        " فلیٹ پلاٹ کمر دکان بلاک گلی لین کھمب بتی صفح سال برس بس روٹ ٹرام ٹرین بوتھ پن امتحان"
        " مارکس اسکور نتیج رول جماعت دفعہ منزل بورو ووٹ مہین ہفت دن تاریخ بارش ڈینگی ناپ حص"
    ).split()
)
_HOME_WITH_ENDINGS = tuple(fold("বাড়ি বাসা ঘর घर گھر").split())
_BETWEEN = frozenset(
    fold(
        "no nos number numbers num are is was were of in by the from to at for nombor nambar নং"
        " নম্বর নাম্বার এর হল ছিল नं नंबर नम्बर संख्या के की का में हैं है थे نمبر کے کی کا میں"
        " ہیں ہے تھے"
    ).split()
)
_MEASURES = frozenset(
    fold(
        "mm cm m km metre metres meter meters feet ft hours votes people voters houses lamps"
        " wards days years rupees মিটার ফুট ভোট জন মিমি मीटर फुट वोट लोग मिमी میٹر فٹ ووٹ لوگ"
    ).split()
)
_NAMES_NUMBERS = tuple(fold("নম্বর নাম্বার नंबर नम्बर نمبر").split())
_AND_ONE_MORE = re.compile(
    fold(
        r"[ ]?,?[ ]?(?:\b(?:and|or|to|o|ar|aur)\b|&|ও|এবং|আর|থেকে|और|एवं|व|से|اور|سے)[ ]+"
        r"[0-9]{1,4}(?![0-9]|[ .\-/]{1,3}[0-9])"
    ),
    re.IGNORECASE,
)

_DAY_AND_MONTH = r"(?:0?[1-9]|[12][0-9]|3[01])[./\-](?:0?[1-9]|1[0-2])"
_DATE = (
    rf"(?:{_DAY_AND_MONTH}[./\-](?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})|(?:19|20)[0-9]{{2}}-(?:0[1-9]|1[0-2])-[0-3][0-9])"
)
_LONG_DATE = re.compile(rf"{_DAY_AND_MONTH}-(?:19|20)[0-9]{{2}}|(?:19|20)[0-9]{{2}}-(?:0[1-9]|1[0-2])-[0-3][0-9]")
_TIME = r"[0-9]{1,2}[.:][0-5][0-9]"
_POINTED = re.compile(
    rf"(?:{_DATE}|{_TIME})(?:-(?:{_DATE}|{_TIME}))?[.\-]?|[0-9]{{1,3}}\.[0-9]+|{_DAY_AND_MONTH}[.\-]?|-"
)
"""A date, a time, a fraction; or a span between two of them."""

_LONG_FRACTION = re.compile(r"[0-9]{1,2}\.[0-9]{7,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DOCKET = re.compile(
    rf"[0-9]{{1,3}}[\-/]{DOCKET_YEAR}[\-/][0-9]{{3,6}}|{DOCKET_YEAR}-[0-9]{{1,6}}-[0-9]{{1,6}}(?:-[0-9]{{1,6}})?"
)
"""A ward, a year and a number; or the year first."""

_LONG_ORDER = re.compile(rf"[0-9]{{1,4}}(?:/[0-9]{{1,4}})*/{DOCKET_YEAR}(?:/[0-9]{{1,6}}){{1,3}}")
_GROUPED_AMOUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{2})*,[0-9]{3}|[0-9]{1,2}(?:,[0-9]{3})+")


def is_pointed(piece: str) -> bool:
    """Whether a piece of text is a docket, or consists of dates, times and fractions."""
    if _DOCKET.fullmatch(piece) or _LONG_ORDER.fullmatch(piece) or _LONG_FRACTION.fullmatch(piece):
        return True
    if "." not in piece and ":" not in piece and "-" not in piece:
        return False
    tokens = piece.split()
    return len(tokens) > 1 and all(map(_POINTED.fullmatch, tokens))


def is_no_number(piece: str) -> bool:
    """Whether a piece is a docket, consists of dates, times and fractions, or is a sum in lakhs or in thousands."""
    return is_pointed(piece) or _GROUPED_AMOUNT.fullmatch(piece) is not None


def begins_with_date(groups: Sequence[str]) -> bool:
    """Whether a row begins with a date that has four digits for the year."""
    return len(groups) > 2 and _LONG_DATE.fullmatch("-".join(groups[:3])) is not None


def has_years_only(groups: Sequence[str]) -> bool:
    return len(groups) > 1 and all(map(_YEAR.fullmatch, groups))


class Groups:
    """Groups of digits of a text, one after the other, and what stands between each and the next.

    Rows of groups are half-open ranges of their places.
    """

    def __init__(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.spans = spans
        self.words = [text[start:end] for start, end in spans]
        self.sizes = tuple(end - start for start, end in spans)
        self.begins = list(accumulate(self.sizes, initial=0))
        self.gaps = [text[one[1] : other[0]] for one, other in pairwise(spans)]
        self.digits = "".join(self.words)
        self._labelled: dict[tuple[int, int, bool], bool] = {}

    def is_list(self, first: int, last: int) -> bool:
        """Whether a row consists of items, because they count, a word says so, or more of them stand around it.

        Groups that begin with a nought or are longer than a year are no items. Two groups are no list.
        """
        if last - first < 3 or self._no_items[last] > self._no_items[first]:
            return False
        return self._counts(first, last) or self._goes_on(first, last) or self._is_labelled(first, last)

    def _counts(self, first: int, last: int) -> bool:
        """Whether the groups go up, or down, in small steps."""
        steps = last - 1 - first
        return any(small[last - 1] - small[first] == steps for small in self._small_steps)

    @cached_property
    def _no_items(self) -> list[int]:
        """How many groups before each place cannot be items."""
        return list(accumulate((len(word) > LONGEST_ITEM or word[0] == "0" for word in self.words), initial=0))

    @cached_property
    def _small_steps(self) -> tuple[list[int], list[int]]:
        """How many gaps before each one are small steps up, and down."""
        numbers = [int(word) if len(word) <= LONGEST_ITEM else 0 for word in self.words]
        steps = [after - before for before, after in pairwise(numbers)]
        up = accumulate((0 < step <= MOST_STEP for step in steps), initial=0)
        return list(up), list(accumulate((-MOST_STEP <= step < 0 for step in steps), initial=0))

    @cached_property
    def place_after(self) -> dict[int, int]:
        """Find the place of each group by the count of digits before it.

        The place of each group but the first, and the place after the last one.
        """
        return {count: place for place, count in enumerate(self.begins)}

    def _is_labelled(self, first: int, last: int) -> bool:
        """Whether a word for what is counted stands before these groups.

        One or two items may stand before a number: in ward 95 983 001 2345.
        """
        begin, end = self._streaks[first][0], self._streaks[last - 2][1]
        may_be_one = last == end and _LIST_SIGNS.isdisjoint("".join(self._signs[first : last - 1]))
        is_alone = may_be_one and first == begin
        is_beside = may_be_one and begin < first <= begin + 2 and max(self.sizes[first:last]) > LONGEST_OF_WARDS
        if is_beside:
            return _AND_ONE_MORE.match(self.text, self.spans[end - 1][1]) is not None
        where = begin, end, is_alone
        if where not in self._labelled:
            span = self.spans[begin][0], self.spans[end - 1][1]
            self._labelled[where] = is_labelled(self.text, *span, by_plural=is_alone)
        return self._labelled[where]

    def is_even(self, first: int, last: int) -> bool:
        """Whether the same sign stands in each gap of a row, however many blanks there are."""
        return len(set(self._signs[first : last - 1])) < 2

    def is_alone(self, first: int, last: int) -> bool:
        """Whether the same sign stands in each gap of a row, and no more groups around it with that sign."""
        return self._streaks[first] == (first, last)

    @cached_property
    def _signs(self) -> list[str]:
        return list(map(_sign_in, self.gaps))

    def _goes_on(self, first: int, last: int) -> bool:
        """Whether more groups stand around in the same way, which are not one or two other numbers."""
        begin, end = self._streaks[first]
        is_short = last > end or (end - begin) - (last - first) < FEWEST_MORE
        if is_short or set(self.sizes[first:last]) == {LONGEST_ITEM}:
            return False
        around = {self.begins[first] - self.begins[begin], self.begins[end] - self.begins[last]}
        return not around <= _WHOLE_NUMBERS

    @cached_property
    def _streaks(self) -> list[tuple[int, int]]:
        """The row of short groups in which each gap stands, by gap."""
        streaks: list[tuple[int, int]] = []
        is_short = [size <= LONGEST_ITEM for size in self.sizes]
        gaps = [(sign, one and other) for sign, (one, other) in zip(self._signs, pairwise(is_short), strict=True)]
        for (_sign, are_short), own in groupby(gaps):
            count, at = len(list(own)), len(streaks)
            streaks += (
                [(at, at + count + 1)] * count if are_short else [(at + nth, at + nth + 2) for nth in range(count)]
            )
        return streaks


def _sign_in(gap: str) -> str:
    """What stands in a gap without its blanks, except where these tell a list, and a span, from a number."""
    return gap if gap in {", ", " - "} else gap.strip()


def is_labelled(text: str, start: int, end: int, *, by_plural: bool) -> bool:
    """Whether a word for what is counted stands before a row of groups or after it, or an "and" with one item more.

    by_plural: by a word that says that there are several.
    """
    return (
        _AND_ONE_MORE.match(text, end) is not None
        or _is_label_before(text[max(start - _BEFORE, 0) : start], by_plural=by_plural)
        or _is_label_after(text[end : end + _BEFORE])
    )


def _is_label_before(before: str, *, by_plural: bool) -> bool:
    if before.rstrip(_BETWEEN_WORD_AND_NUMBER)[-1:] in _CUTTING:
        return False
    for word in _WORD.findall(_CUT.split(before.lower())[-1])[: -_MOST_WORDS - 1 : -1]:
        if _is_label(word) or (not by_plural and _is_of_one(word)):
            return True
        if word not in _BETWEEN and not word.startswith(_NAMES_NUMBERS):
            return False
    return False


def _is_label_after(after: str) -> bool:
    if after[:1] in _CUTTING:
        return False
    words = [found[0] for found in _AFTER.finditer(after.lower())][:2]
    if len(words) > 1 and words[0].startswith(_NAMES_NUMBERS):
        return _is_label(words[1]) or _is_of_one(words[1])
    return bool(words) and words[0] in _MEASURES


def _is_label(word: str) -> bool:
    return word in _OF_SEVERAL or word.startswith(_OF_SEVERAL_WITH_ENDINGS)


def _is_of_one(word: str) -> bool:
    return word in _OF_ONE or word.startswith(_HOME_WITH_ENDINGS)
