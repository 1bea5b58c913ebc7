"""Flooding is found in five languages and spellings; people who ask a few different questions pass."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.platform.text.likeness.flooding import SentText, is_flooding, is_repetitive
from tests.running.tables import table

EIGHT = datetime(2027, 1, 2, 20, 0, tzinfo=UTC)

REPETITIVE = [
    "water water water water water water",
    "Fix the lamp! Fix the lamp! Fix the lamp!",
    "জল চাই জল চাই জল চাই",
    "আলো নেই আলো নেই আলো নেই আলো নেই",
    "पानी दो पानी दो पानी दो",
    "सड़क सड़क सड़क सड़क सड़क सड़क बनाओ बनाओ बनाओ",
    "پانی دو پانی دو پانی دو",
    "سڑک کب بنے گی سڑک کب بنے گی سڑک کب بنے گی",
    "jol chai jol chai jol chai",
    "paani do paani do pani do",
    "জল চাই jol chai jal chai",
]
VARIED = [
    "",
    "water water water",
    "When will the lamp in Lake Lane burn, and who looks after the lamp until then?",
    "জল আসে না, জল কবে আসবে, আর জলের লাইন কবে ঠিক হবে?",
    "पानी नहीं आता, पानी कब आएगा और पानी की लाइन कब ठीक होगी?",
    "پانی نہیں آتا، پانی کب آئے گا اور لائن کب ٹھیک ہوگی؟",
    "jol ase na, jol kobe asbe ar joler line kobe thik hobe?",
    "98300 12345 98300 12345",
]
WORDINGS = [
    (
        "When will the drain behind the market be cleaned?",
        "The drain behind the market, when will it be cleaned?",
        "When will they clean the drain behind the market, please?",
    ),
    ("রাস্তার আলো কবে জ্বলবে?", "আমাদের রাস্তার আলো কবে জ্বলবে?", "rastar alo kobe jolbe?"),
    ("पार्क की लाइट कब ठीक होगी?", "park ki light kab theek hogi?", "पार्क की लाइट कब ठीक होगी जी?"),
    ("پارک کی لائٹ کب ٹھیک ہوگی؟", "पार्क की लाइट कब ठीक होगी?", "park ki light kab thik hogi"),
    ("amader golite jol jome keno?", "আমাদের গলিতে জল জমে কেন?", "Amader golite jol jome keno??"),
]
DIFFERENT = [
    ("When will the drain be cleaned?", "Who mends the swings in the park?", "Why is the school closed on Friday?"),
    ("রাস্তার আলো কবে জ্বলবে?", "পার্কের দোলনা কে সারাবে?", "শুক্রবার স্কুল বন্ধ কেন?"),
    ("सड़क कब बनेगी?", "पार्क का झूला कौन ठीक करेगा?", "शुक्रवार को स्कूल बंद क्यों है?"),
    ("سڑک کب بنے گی؟", "پارک کا جھولا کون ٹھیک کرے گا؟", "جمعہ کو اسکول بند کیوں ہے؟"),
    ("rasta kobe hobe?", "parker dolna ke sarabe?", "shukrobar school bondho keno?"),
]


def sent(*texts: str, minutes: float = 0) -> list[SentText]:
    """The texts with so many minutes between each and the next."""
    return [SentText(text, EIGHT + place * timedelta(minutes=minutes)) for place, text in enumerate(texts)]


def last_is_flooding(every: list[SentText]) -> bool:
    return is_flooding(every[-1], every[:-1])


@table("text", REPETITIVE)
def test_words_over_and_over_are_flooding(text: str) -> None:
    assert last_is_flooding(sent(text))


@table("text", VARIED)
def test_words_that_come_back_in_a_sentence_are_none(text: str) -> None:
    assert not is_repetitive(text)


@table("texts", WORDINGS)
def test_the_third_wording_of_one_question_is_flooding_even_hours_later(texts: tuple[str, ...]) -> None:
    every = sent(*texts, minutes=60)
    assert [last_is_flooding(every[: place + 1]) for place in range(3)] == [False, False, True]


@table("texts", DIFFERENT)
def test_three_different_questions_are_none_and_the_fourth_within_minutes_is(texts: tuple[str, ...]) -> None:
    every = sent(*texts, "One more about the bus?", minutes=2)
    assert [last_is_flooding(every[: place + 1]) for place in range(4)] == [False, False, False, True]
    assert not last_is_flooding(sent(*texts, "One more about the bus?", minutes=5))


@pytest.mark.costly
@given(st.text(), st.lists(st.text(), max_size=5), st.floats(0, 30))
def test_any_texts_have_an_answer_and_a_first_short_one_is_none(text: str, before: list[str], minutes: float) -> None:
    assert last_is_flooding(sent(*before, text, minutes=minutes)) in (True, False)
    if len(text) < 6:
        assert not last_is_flooding(sent(text))
