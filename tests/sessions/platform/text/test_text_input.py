"""What people write is brought into one spelling or refused."""

import unicodedata
from functools import partial

import pytest
import regex
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sessions.contract.limits import MAX_ANSWER_GRAPHEMES, MAX_CODE_POINTS_EACH, MAX_QUESTION_GRAPHEMES
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import (
    MAX_TEXT_BYTES,
    clean_line,
    clean_text,
    count_graphemes,
    fold_digits,
    split_graphemes,
)
from tests.measuring.timing import AT_MOST_S, UNITS, seconds_for
from tests.running.tables import table


@table(
    ("written", "kept"),
    [
        ("  Drain?  ", "Drain?"),
        ("one\r\ntwo", "one\ntwo"),
        ("one \n\n\n\n two", "one\n\n two"),
        ("one\u2028two\u2029\u2028\u2028\u2028three\u2028", "one\ntwo\n\nthree"),
        ("tab\there", "tab here"),
        ("\u09af\u09bc", unicodedata.normalize("NFC", "\u09df")),  # NFC keeps Bengali YYA decomposed
        ("ক\u09c7\u09be", "ক\u09cb"),
        ("র\u200d্যাফেল", "র\u200d্যাফেল"),  # ZWJ is part of the spelling
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("🙂", "🙂"),
    ],
)
def test_a_text_is_kept_in_one_spelling(written: str, kept: str) -> None:
    assert clean_text(written) == kept


@pytest.mark.row("threat", 22)
@pytest.mark.row("threat", 21)
@table(
    ("written", "code"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("\u200b\u200d", "empty"),
        ("\u3164\u3164", "empty"),  # Hangul filler
        ("\u115f\u1160\uffa0", "empty"),
        ("\u17b4\u17b5", "empty"),  # Khmer vowels that are not drawn
        ("\ufe0f\ufe0f", "empty"),  # variation selectors
        ("\u2800 \u2800", "empty"),  # blank Braille cells
        ("\U00013441\U0001d159\ufffc", "empty"),
        ("\u0301", "empty"),
        ("\u00ad\u034f\u180e\u2060\u2064", "empty"),
        ("a\x00b", "bad_characters"),
        ("a\x1b[31m", "bad_characters"),
        ("a\x85b", "bad_characters"),
        ("a\u202eb", "bad_characters"),
        ("a\u2066b", "bad_characters"),
        ("a\ud800b", "bad_characters"),
        ("a\U000e0041b", "bad_characters"),
        ("a\ue000b", "bad_characters"),
        ("a" + "\u0301\u0302" * 5, "bad_characters"),
        ("Zalgo " + "g\u0300\u0301\u0302\u0303\u0304", "bad_characters"),
        ("\u0e01" + "\u0e47" * 7, "bad_characters"),  # Thai marks grow into the line above
        ("a" + "\u0301\u034f" * 5, "bad_characters"),  # grapheme joiners between them
        ("a" + "\u0301\ufe0f" * 5, "bad_characters"),
        ("a" + "\u0301\u200d" * 5, "bad_characters"),
        ("a" + "\u0301\u200b\u0302\u200b" * 3, "bad_characters"),
        ("ক" + "\u0981\u200c" * 8, "bad_characters"),
        ("\u0344" * 3 + "a", "bad_characters"),  # each of them is two marks in NFC
        ("ক্" * 12 + "ক", "bad_characters"),  # a tower of conjuncts
        ("a" * (MAX_QUESTION_GRAPHEMES + 1), "too_long"),
    ],
)
def test_a_text_that_cannot_stand_is_refused(written: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean_text(written)
    assert refusal.value.code == code


@pytest.mark.row("threat", 22)
@pytest.mark.row("threat", 23)
@table(
    "written",
    [
        "স্ত্র্যাট্‌স, কার্ত্স্ন্য, রাষ্ট্রপতি, উজ্জ্বল, সন্ধ্যায় ট্র্যাফিক, ক্ষ্ম, হ্রাঁ, চাঁদ, পৌঁছে, ডাঃ, নিঃসন্দেহে",
        "र्त्स्न्य, कार्त्स्न्य, राष्ट्र, ज़रूरत, हूँ, क़ानून, श्रीमान्, ॐ शान्तिः, अग्निमी॑ळे पु॒रोहि॑तं",
        "اُرْدُو مُشَدَّد: مُحَمَّدٌ، اللّٰہ، قُرْآن، رَحْمٰن، ضِدًّا",
        "മലയാളം ക്ഷേത്രം, തമിഴ്‌നാട് உற்பத்தித்துறைக்குச் சென்றார்",
        "ཧཱུྃ བརྒྱད བསྒྲུབས རྒྱལ་མཚན",
        "Nguyễn Thị Ế, naïve café, ǖ, ɑ̃ː̀",
        "👩🏽\u200d👩🏽\u200d👧🏽\u200d👦🏽 🏳️\u200d🌈 🇮🇳 1️⃣",
        "שָׁלוֹם בְּרֵאשִׁ֖ית",
    ],
)
def test_what_people_write_in_their_scripts_may_stand(written: str) -> None:
    assert clean_text(written) == unicodedata.normalize("NFC", written)


@pytest.mark.costly
@pytest.mark.row("threat", 43)
@table("unit", UNITS)
@table(("max_graphemes", "times"), [(40, 1000), (MAX_QUESTION_GRAPHEMES, 1), (MAX_ANSWER_GRAPHEMES, 1)])
def test_no_text_takes_long(unit: str, max_graphemes: int, times: int) -> None:
    largest = max_graphemes * MAX_CODE_POINTS_EACH
    in_bytes = MAX_TEXT_BYTES // len(unit.encode(errors="surrogatepass")) * len(unit)
    for size in {min(largest, in_bytes), largest, times * largest}:
        written = "x" + unit * ((size - 2) // len(unit)) + "x"
        assert seconds_for(partial(clean_text, written, max_graphemes=max_graphemes)) < AT_MOST_S
        assert seconds_for(partial(clean_line, written, max_graphemes=max_graphemes)) < AT_MOST_S


@table(
    ("written", "count"),
    [
        ("", 0),
        ("a\r\nb", 3),
        ("🇮🇳🇧🇩", 2),
        ("🇮🇳🇧", 2),
        ("🇮", 1),
        ("🇮🇳\u200d🇧🇩", 2),
        ("🇮\u0301🇳🇧", 2),
        ("a🇮🇳\u0301b", 3),
        ("\u0600🇮🇳🇮🇳", 2),
        ("👩\u200d👩", 1),
    ],
)
def test_flags_are_counted_as_pairs(written: str, count: int) -> None:
    assert count_graphemes(written) == count == len(regex.findall(r"\X", written))


FLAGS = "🇮🇳a\u0301\u200dক👩\r\n\u0600\u1100\U0001f3fd"
CONJUNCTS = "ক্a\u0301\u200d👩\r\n\u0600\u1100\U0001f3fd"


@given(st.text(alphabet=FLAGS) | st.text(alphabet=CONJUNCTS))
def test_graphemes_are_counted_as_unicode_says(written: str) -> None:
    assert count_graphemes(written) == len(regex.findall(r"\X", written))


def test_a_virama_joins_two_consonants_and_none_to_a_flag() -> None:
    """Rule GB9c of Unicode TR 29. The regex of the test above joins a consonant to any virama."""
    assert [count_graphemes(written) for written in ("ক্ক", "🇮🇳্ক")] == [1, 2]


def test_the_limit_counts_what_a_person_counts() -> None:
    syllable = "ক্ষি"
    assert len(syllable) > count_graphemes(syllable)
    assert clean_text(syllable * 400) == syllable * 400


@pytest.mark.costly
@pytest.mark.row("threat", 26)
@given(st.text())
def test_cleaning_a_clean_text_changes_nothing(written: str) -> None:
    try:
        kept = clean_text(written)
    except Refused:
        return
    assert clean_text(kept) == kept


def test_a_refusal_is_in_the_readers_language() -> None:
    with pytest.raises(Refused) as refusal:
        clean_text("a" * (MAX_QUESTION_GRAPHEMES + 2))
    with translation.override("en"):
        english = str(refusal.value.message)
    with translation.override("bn"):
        bengali = str(refusal.value.message)
    assert english == "That is 2 characters too long. Please shorten it."
    assert "\u0980" <= bengali[0] <= "\u09ff"
    assert "২ অক্ষর" in bengali


def test_a_line_has_no_breaks() -> None:
    assert clean_line(" one\n two\t three ", max_graphemes=40) == "one two three"


@table(("written", "folded"), [("৯৮৩০", "9830"), ("९५", "95"), ("۹۵", "95"), ("ward 95", "ward 95"), ("²", "²")])
def test_digits_of_every_script_are_folded(written: str, folded: str) -> None:
    assert fold_digits(written) == folded


def test_a_text_never_outgrows_the_column_that_holds_it() -> None:
    heavy = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466\U0001f3fd\ufe0f"
    assert len(heavy) > MAX_CODE_POINTS_EACH
    with pytest.raises(Refused) as refusal:
        clean_line(heavy * 40, max_graphemes=40)
    assert refusal.value.code == "too_long"


FLAG, FAMILY = "\U0001f1ee\U0001f1f3", "\U0001f469\u200d\U0001f469\u200d\U0001f467"


@table(
    ("text", "letters"),
    [
        ("", []),
        ("নালা", ["না", "লা"]),
        ("e\u0301a", ["e\u0301", "a"]),
        (FLAG * 2, [FLAG, FLAG]),
        (f"{FLAG}\U0001f1ee", [FLAG, "\U0001f1ee"]),
        (f"\U0001f1ee{FLAG}", [f"\U0001f1ee{FLAG[0]}", FLAG[1]]),
        (f"{FLAG}\u0301{FLAG}", [f"{FLAG}\u0301", FLAG]),
        (f"a{FLAG}\ufe0fb", ["a", f"{FLAG}\ufe0f", "b"]),
        (FAMILY + FLAG, [FAMILY, FLAG]),
    ],
)
def test_letters_are_split_as_readers_see_them(text: str, letters: list[str]) -> None:
    assert split_graphemes(text) == letters


@pytest.mark.row("threat", 43)
def test_a_row_of_flags_is_split_as_fast_as_other_text() -> None:
    assert seconds_for(partial(split_graphemes, FLAG * 4000), wanted_s=2 * AT_MOST_S) < 2 * AT_MOST_S
