"""Mobile numbers in words are found in the four languages and in Latin letters; counting and sentences pass."""

import pytest

from tests.moderation.checks.flagged import flagged, flagged_by
from tests.running.tables import table

FOUND = [
    "nine eight three zero zero one two three four five",
    "Nine-eight-three double zero, one two three four five",
    "nine 8 three 0 0 1 2 3 4 5",
    "triple nine eight three zero one two three four",
    "নয় আট তিন শূন্য শূন্য এক দুই তিন চার পাঁচ",
    "নয় আট তিন ডাবল শূন্য এক দুই তিন চার পাঁচ",
    "नौ आठ तीन शून्य शून्य एक दो तीन चार पांच",
    "नौ आठ तीन ज़ीरो ज़ीरो एक दो तीन चार पाँच",
    "نو آٹھ تین صفر صفر ایک دو تین چار پانچ",
    "noy aat tin shunyo shunyo ek dui tin char panch",
    "nau aath teen zero zero ek do teen char paanch",
]
PASSES = [
    "one two three four five six seven eight nine",
    "nine eight seven six five four three two one zero",
    "ek do teen char panch chhe saat aath nau",
    "six of the eight lamps, one of two taps, four of nine poles, three of five bins",
    "৯৫ নম্বর ওয়ার্ডে সাত বাতি, আট খুঁটি, নয় ড্রেন, ছয় কল",
    "एक दो तीन बार कहा, चार पाँच महीने से बंद है",
]


@pytest.mark.row("threat", 47)
@table("text", FOUND)
def test_a_number_in_words_is_found(text: str) -> None:
    assert flagged(f"... {text} ...", "mobile") == [text]


@pytest.mark.row("threat", 47)
@table("text", PASSES)
def test_counting_and_sentences_pass(text: str) -> None:
    assert flagged_by(text) == []
