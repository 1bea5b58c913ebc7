"""What people write is brought into one spelling or refused."""

import unicodedata

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sessions.refusals import Refused
from sessions.wording import MAX_CODE_POINTS_EACH, MAX_GRAPHEMES, clean_line, clean_text, count_graphemes, fold_digits


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Drain?  ", "Drain?"),
        ("one\r\ntwo", "one\ntwo"),
        ("one \n\n\n\n two", "one\n\n two"),
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


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("\u200b\u200d", "empty"),
        ("a\x00b", "bad_characters"),
        ("a\x1b[31m", "bad_characters"),
        ("a\x85b", "bad_characters"),
        ("a\u202eb", "bad_characters"),
        ("a\u2066b", "bad_characters"),
        ("a\ud800b", "bad_characters"),
        ("a\U000e0041b", "bad_characters"),
        ("a\ue000b", "bad_characters"),
        ("a" + "\u0301\u0302" * 5, "bad_characters"),
        ("a" * (MAX_GRAPHEMES + 1), "too_long"),
    ],
)
def test_a_text_that_cannot_stand_is_refused(written: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean_text(written)
    assert refusal.value.code == code


def test_the_limit_counts_what_a_person_counts() -> None:
    syllable = "ক্ষি"
    assert len(syllable) > count_graphemes(syllable)
    assert clean_text(syllable * 400) == syllable * 400


@given(st.text())
def test_cleaning_a_clean_text_changes_nothing(written: str) -> None:
    try:
        kept = clean_text(written)
    except Refused:
        return
    assert clean_text(kept) == kept


def test_a_refusal_speaks_the_language_of_whoever_reads_it() -> None:
    with pytest.raises(Refused) as refusal:
        clean_text("a" * (MAX_GRAPHEMES + 2))
    with translation.override("en"):
        english = str(refusal.value.message)
    with translation.override("bn"):
        bengali = str(refusal.value.message)
    assert english == "That is 2 characters too long. Please shorten it."
    assert "\u0980" <= bengali[0] <= "\u09ff"


def test_a_line_has_no_breaks() -> None:
    assert clean_line(" one\n two\t three ", max_graphemes=40) == "one two three"


@pytest.mark.parametrize(
    ("written", "folded"), [("৯৮৩০", "9830"), ("९५", "95"), ("۹۵", "95"), ("ward 95", "ward 95"), ("²", "²")]
)
def test_digits_of_every_script_are_folded(written: str, folded: str) -> None:
    assert fold_digits(written) == folded


def test_a_text_never_outgrows_the_column_that_holds_it() -> None:
    heavy = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466\U0001f3fd\ufe0f"
    assert len(heavy) > MAX_CODE_POINTS_EACH
    with pytest.raises(Refused) as refusal:
        clean_line(heavy * 40, max_graphemes=40)
    assert refusal.value.code == "too_long"
