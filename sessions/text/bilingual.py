"""Sentences in English and Bengali together: dates, times, numbers and lists as each language writes them.

Both are made at once because both are saved: the reason of a move is published in both languages.
"""

from collections.abc import Sequence
from datetime import date, time
from typing import NamedTuple

NO_BREAK = "\N{NO-BREAK SPACE}"

_BENGALI_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_BENGALI_HOURS = ((4, "রাত"), (6, "ভোর"), (12, "সকাল"), (16, "দুপুর"), (18, "বিকাল"), (20, "সন্ধ্যা"), (24, "রাত"))
"""The hour at which each part of the day ends (CLDR); Bengali names the part where English says am or pm."""


class Bilingual(NamedTuple):
    en: str
    bn: str

    def in_language(self, language: str | None) -> str:
        """The words for a language code such as "bn" or "en-gb"; English for every language but Bengali."""
        return self.bn if (language or "").startswith("bn") else self.en

    def fill(self, **words: "Bilingual | str | int") -> "Bilingual":
        """Replace {names}: by each language of a Bilingual, by the digits of a number, by a text as it is."""
        return Bilingual(
            self.en.format(**{name: _in_english(word) for name, word in words.items()}),
            self.bn.format(**{name: _in_bengali(word) for name, word in words.items()}),
        )


def same(text: str) -> Bilingual:
    """A name or a code that reads the same in both languages."""
    return Bilingual(text, text)


MONTHS = (
    Bilingual("January", "জানুয়ারি"),
    Bilingual("February", "ফেব্রুয়ারি"),
    Bilingual("March", "মার্চ"),
    Bilingual("April", "এপ্রিল"),
    Bilingual("May", "মে"),
    Bilingual("June", "জুন"),
    Bilingual("July", "জুলাই"),
    Bilingual("August", "আগস্ট"),
    Bilingual("September", "সেপ্টেম্বর"),
    Bilingual("October", "অক্টোবর"),
    Bilingual("November", "নভেম্বর"),
    Bilingual("December", "ডিসেম্বর"),
)
WEEKDAYS = (
    Bilingual("Monday", "সোমবার"),
    Bilingual("Tuesday", "মঙ্গলবার"),
    Bilingual("Wednesday", "বুধবার"),
    Bilingual("Thursday", "বৃহস্পতিবার"),
    Bilingual("Friday", "শুক্রবার"),
    Bilingual("Saturday", "শনিবার"),
    Bilingual("Sunday", "রবিবার"),
)
_ORDINALS = (
    Bilingual("first", "প্রথম"),
    Bilingual("second", "দ্বিতীয়"),
    Bilingual("third", "তৃতীয়"),
    Bilingual("fourth", "চতুর্থ"),
    Bilingual("fifth", "পঞ্চম"),
    Bilingual("sixth", "ষষ্ঠ"),
    Bilingual("seventh", "সপ্তম"),
    Bilingual("eighth", "অষ্টম"),
    Bilingual("ninth", "নবম"),
    Bilingual("tenth", "দশম"),
)


def number_words(number: int) -> Bilingual:
    return Bilingual(str(number), bengali_digits(number))


def ordinal_words(number: int) -> Bilingual:
    """First, second, … tenth, 11th; প্রথম, দ্বিতীয়, … দশম, ১১তম."""
    if 1 <= number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    return Bilingual(short_ordinal(number), f"{bengali_digits(number)}তম")


def short_ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def weekday_words(day: date) -> Bilingual:
    return WEEKDAYS[day.weekday()]


def date_words(day: date) -> Bilingual:
    """2 January 2027, ২ জানুয়ারি ২০২৭."""
    return Bilingual("{day} {month} {year}", "{day} {month} {year}").fill(
        day=day.day, month=MONTHS[day.month - 1], year=day.year
    )


def range_words(from_on: date, to_on: date) -> Bilingual:
    """6 to 9 October 2027; 28 October to 4 November 2027; 30 December 2027 to 2 January 2028; or the one day."""
    if from_on == to_on:
        return date_words(from_on)
    first = date_words(from_on)
    if from_on.year == to_on.year:
        first = Bilingual("{day} {month}", "{day} {month}").fill(day=from_on.day, month=MONTHS[from_on.month - 1])
    if (from_on.year, from_on.month) == (to_on.year, to_on.month):
        first = number_words(from_on.day)
    return Bilingual("{first} to {last}", "{first} থেকে {last}").fill(first=first, last=date_words(to_on))


def time_words(at: time) -> Bilingual:
    """6:30 pm, সন্ধ্যা ৬:৩০."""
    hour = f"{at.hour % 12 or 12}:{at:%M}"
    part_of_day = next(name for until, name in _BENGALI_HOURS if at.hour < until)
    return Bilingual(
        f"{hour}{NO_BREAK}{'am' if at.hour < 12 else 'pm'}", f"{part_of_day}{NO_BREAK}{bengali_digits(hour)}"
    )


def join_words(words: Sequence[Bilingual], *, by_or: bool = False) -> Bilingual:
    """A, B and C; A, B ও C. by_or: with "or" and বা."""
    en, bn = ("or", "বা") if by_or else ("and", "ও")
    return Bilingual(_join([word.en for word in words], en), _join([word.bn for word in words], bn))


def bengali_digits(value: object) -> str:
    return str(value).translate(_BENGALI_DIGITS)


def _join(words: list[str], last: str) -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else words[0]


def _in_english(word: Bilingual | str | int) -> str:
    return word.en if isinstance(word, Bilingual) else str(word)


def _in_bengali(word: Bilingual | str | int) -> str:
    if isinstance(word, Bilingual):
        return word.bn
    return bengali_digits(word) if isinstance(word, int) else word
