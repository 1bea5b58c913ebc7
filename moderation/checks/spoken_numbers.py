"""Mobile numbers that are spelled out in words, in the languages of the city and in Latin letters. Pure, linear."""

import re
from collections.abc import Iterator

from moderation.checks.flags import Check
from moderation.checks.folded_text import FoldedText, fold

PLACES = 10
FEWEST_WORDS = 2
"""Words; the fewest places of one number that are words, while the others may be digits."""

LONGEST_GAP = 3
"""Characters between two of its words."""

_WORDS_FOR = {
    "0": "zero nought nil শূন্য শুন্য জিরো शून्य जीरो ज़ीरो صفر زیرو shunyo shunno shunya sunya sifar jiro",
    "1": "one এক ওয়ান एक वन ایک ek",
    "2": "two দুই টু दो टू دو dui do",
    "3": "three তিন থ্রি तीन थ्री تین tin teen",
    "4": "four চার ফোর चार फोर چار char chaar",
    "5": "five পাঁচ পাচ ফাইভ पाँच पांच फाइव پانچ panch paanch pach",
    "6": "six ছয় ছয় সিক্স छह छः छे सिक्स چھ چھے chhoy choy chhe chah chhah",
    "7": "seven সাত সেভেন सात सेवन سات sat saat shat",
    "8": "eight আট এইট आठ एट آٹھ aat aath",
    "9": "nine নয় নয় নাইন नौ नाइन نو noy nau nou",
}
_DIGIT = {fold(word): digit for digit, words in _WORDS_FOR.items() for word in words.split()}
_TIMES = {fold(word): 2 for word in ("double", "ডাবল", "ডবল", "डबल", "ڈبل", "dabol")} | {
    fold(word): 3 for word in ("triple", "ট্রিপল", "ट्रिपल", "ٹرپل")
}
_DIGITS = re.compile(r"[0-9]{1,10}")
_MOBILE = re.compile(rf"[6-9][0-9]{{{PLACES - 1}}}")
_UPWARDS, _DOWNWARDS = "01234567890123456789", "98765432109876543210"


def find_spoken_numbers(text: FoldedText) -> Iterator[tuple[Check, int, int]]:
    """Each spoken number, with its range in the folded text."""
    words = text.words
    if sum(map(_DIGIT.__contains__, words)) < FEWEST_WORDS:
        return
    spans, at = text.word_spans, 0
    while at < len(words):
        end = _number_at(text, at)
        if end is None:
            at += 1
        else:
            yield Check.MOBILE, spans[at][0], spans[end - 1][1]
            at = end


def _number_at(text: FoldedText, at: int) -> int | None:
    """The place after the last word of the number that begins with a word; None where none does."""
    words, spans = text.words, text.word_spans
    read, spelled, times = "", 0, 1
    for place in range(at, min(at + 2 * PLACES, len(words))):
        if place > at and spans[place][0] - spans[place - 1][1] > LONGEST_GAP:
            return None
        word = words[place]
        if word in _TIMES:
            times = _TIMES[word]
            continue
        digit = _DIGIT.get(word)
        if digit is None and not _DIGITS.fullmatch(word):
            return None
        spelled += digit is not None
        read += (digit or word) * times
        times = 1
        if len(read) >= PLACES:
            is_one = _MOBILE.fullmatch(read) and spelled >= FEWEST_WORDS and not _is_counting(read)
            return place + 1 if is_one else None
    return None


def _is_counting(read: str) -> bool:
    return read in _UPWARDS or read in _DOWNWARDS
