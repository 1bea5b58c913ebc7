"""Mark words of an answer that look like a promise or a day, in four languages and in Latin letters; pure.

It decides nothing: the desk shows the marks, and prefills a day where the words name exactly one. A time such as
"before the puja" is marked, and its day is left to people. Each pattern is a list of words without repetition inside of
repetition, so that the time is linear in the length of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sessions.platform.text.text_input import fold_digits
from sessions.promises.candidate_words import INSIDE, MONTH_NAMES, PROMISE_PHRASES, SPANS, VAGUE_TIMES, WITHIN_PHRASES

MOST_WORDS = 12_000
"""Characters that are looked at; an answer is shorter."""


class MarkKind(StrEnum):
    PROMISE = "promise"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Mark:
    """start, end: in code points of the text. day: where the words name one, else None."""

    start: int
    end: int
    kind: MarkKind
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with marks of a promise or of a day. day: the only one that it names; None for none or several."""

    start: int
    end: int
    day: date | None


_ENDS = re.compile(r"[।॥۔؟?!\n]|\.(?=\s|$)")
_ORDINAL = r"(?:st|nd|rd|th)?"


def _plain(text: str) -> str:
    """The text as the patterns match it: lower case, ASCII digits, one form of nukta letters; the same length."""
    plain = fold_digits(text).translate(_SAME)
    lowered = plain.lower()
    return lowered if len(lowered) == len(plain) else plain


_SAME = str.maketrans({"’": "'", "ي": "ی", "ك": "ک", "ۀ": "ہ", "ه": "ہ"})


def _listed(words: str) -> list[str]:
    return [word for line in words.split("\n") for each in line.split("|") if (word := each.strip())]


def _both_forms(word: str) -> list[str]:
    """NFC decomposes these letters, and keyboards write them composed: the patterns take both."""
    apart, composed = word, word
    for letter, whole in _NUKTA.items():
        apart = apart.replace(whole, letter)
        composed = composed.replace(letter, whole)
    return sorted({apart, composed})


_NUKTA = {"\u09af\u09bc": "\u09df", "\u09a1\u09bc": "\u09dc", "\u0922\u093c": "\u095d", "\u092b\u093c": "\u095e"}
"""Letters with a dot below: in two code points, as NFC has them, and in one."""


def _either(words: str) -> str:
    """The longest first, so that a word is not taken for the beginning of another."""
    each = {form for word in _listed(words) for form in _both_forms(word)}
    return "|".join(re.escape(word) for word in sorted(each, key=lambda word: (-len(word), word)))


def _whole_words(words: str) -> re.Pattern[str]:
    """No letter before or after, and no vowel sign or nasal after."""
    return re.compile(rf"(?<![^\W_])(?:{_either(words)})(?![^\W_]|{_SIGN})")


_SIGN = "[\u0981-\u0983\u09be-\u09cd\u0900-\u0903\u093e-\u094d]"

_MONTH_OF = {
    form: month for month, words in MONTH_NAMES.items() for word in _listed(words) for form in _both_forms(word)
}
_DAYS_OF = {form: days for days, words in SPANS.items() for word in _listed(words) for form in _both_forms(word)}
_MONTH = _either("|".join(MONTH_NAMES.values()))
_SPAN = _either("|".join(SPANS.values()))

_PROMISE = _whole_words(PROMISE_PHRASES)
_VAGUE_TIME = _whole_words(VAGUE_TIMES)
_DAY_MONTH = re.compile(
    rf"(?<!\w)(?:(?P<d1>[0-9]{{1,2}}){_ORDINAL}(?: of)?[ \u00a0]?(?P<m1>{_MONTH})"
    rf"|(?P<m2>{_MONTH}) (?P<d2>[0-9]{{1,2}}){_ORDINAL})"
    r"(?:,? (?P<y>20[0-9]{2}))?(?![0-9])"
)
_NUMERIC = re.compile(r"(?<![\w./-])(?P<d>[0-9]{1,2})[./-](?P<m>[0-9]{1,2})[./-](?P<y>20[0-9]{2})(?![\w/-])")
_WITHIN_DAYS = re.compile(
    rf"(?<!\w)(?:(?P<w>{_either(WITHIN_PHRASES)}) )?(?P<n>[0-9]{{1,3}}) ?(?P<span>{_SPAN})"
    rf"(?: (?P<i>{_either(INSIDE)}))?(?!\w)"
)


def find_marks(text: str, today: date) -> list[Mark]:
    """All marks in their order. today: from which "within 10 days" counts, and which "31 March" comes next after it."""
    plain = _plain(text[:MOST_WORDS])
    marks = [*_promises(plain), *_days(plain, today)]
    return sorted(marks, key=lambda mark: (mark.start, mark.end))


def find_candidates(text: str, today: date) -> list[Candidate]:
    """The sentences with a mark, in their order."""
    marks, found, place = find_marks(text, today), [], 0
    for start, end in _sentences(text[:MOST_WORDS]):
        here = []
        while place < len(marks) and marks[place].start < end:
            here.append(marks[place])
            place += 1
        if here:
            days = {mark.day for mark in here if mark.kind == MarkKind.DAY}
            found.append(Candidate(start, end, days.pop() if len(days) == 1 else None))
    return found


def _promises(plain: str) -> Iterator[Mark]:
    return (Mark(found.start(), found.end(), MarkKind.PROMISE) for found in _PROMISE.finditer(plain))


def _days(plain: str, today: date) -> Iterator[Mark]:
    for found in _DAY_MONTH.finditer(plain):
        month = _MONTH_OF[found["m1"] or found["m2"]]
        year = int(found["y"]) if found["y"] else None
        yield _day_mark(found, _next_day(int(found["d1"] or found["d2"]), month, year, today))
    for found in _NUMERIC.finditer(plain):
        yield _day_mark(found, _next_day(int(found["d"]), int(found["m"]), int(found["y"]), today))
    for found in _WITHIN_DAYS.finditer(plain):
        if found["w"] or found["i"]:
            yield _day_mark(found, today + timedelta(days=int(found["n"]) * _DAYS_OF[found["span"]]))
    for found in _VAGUE_TIME.finditer(plain):
        yield Mark(found.start(), found.end(), MarkKind.DAY)


def _day_mark(found: re.Match[str], day: date | None) -> Mark:
    return Mark(found.start(), found.end(), MarkKind.DAY, day)


def _next_day(day: int, month: int, year: int | None, today: date) -> date | None:
    """The named day; without a year, the next such day from today on; None for a day that does not exist."""
    try:
        named = date(year or today.year, month, day)
        return named if year or named >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences, from its first visible character to its end, the sign at the end included."""
    begun = 0
    for end in [*(found.end() for found in _ENDS.finditer(text)), len(text)]:
        sentence = text[begun:end]
        bare = sentence.strip()
        if bare:
            start = begun + sentence.index(bare)
            yield start, start + len(bare)
        begun = end
