"""Texts with the same words have the same features, whatever their digits, joiners and spaces."""

import math
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.contract.limits import MAX_QUESTION_GRAPHEMES
from sessions.platform.text.likeness.features import features_of
from sessions.platform.text.search_words import folded_words
from tests.measuring.timing import AT_MOST_S, UNITS, seconds_for
from tests.running.tables import table

pytestmark = pytest.mark.costly

DIGITS = {"Bengali": "০১২৩৪৫৬৭৮৯", "Devanagari": "०१२३४५६७८९", "Urdu": "۰۱۲۳۴۵۶۷۸۹"}
WORDS = st.text(alphabet="কজলনরতমবহি় ড্যabhdrsting 0123456789कमलनरہوپانی", min_size=1).filter(folded_words)

ALIKE = [
    ("রাস্তাটা কবে সারাবেন?", "rasta ta kobe saraben"),
    ("drainer dhakna", "drain er dhakna"),
    ("WHEN WILL THE DRAIN BE CLEANED?", "When will the drain be cleaned"),
    ("বাড়ি", "বা\u09a1\u09bcি"),
    ("ছোট", "ছ\u09c7\u09beট"),
    ("জলের\nপাইপ  ফেটে", "জলের পাইপ ফেটে"),
]


@table("one, other", ALIKE)
def test_spelling_and_spaces_change_few_features(one: str, other: str) -> None:
    ours, theirs = {*features_of(one)}, {*features_of(other)}
    assert len(ours & theirs) >= 0.8 * len(ours | theirs)


@given(WORDS, st.sampled_from(sorted(DIGITS)))
def test_the_script_of_digits_does_not_matter(text: str, script: str) -> None:
    assert features_of(text.translate(str.maketrans("0123456789", DIGITS[script]))) == features_of(text)


@given(WORDS, st.integers(min_value=0), st.sampled_from("\u200c\u200d"))
def test_joiners_between_letters_do_not_matter(text: str, place: int, joiner: str) -> None:
    at = place % len(text)
    assert features_of(text[:at] + joiner + text[at:]) == features_of(text)


@given(st.text(st.characters()))
def test_every_text_has_features_each_once_and_in_order(text: str) -> None:
    features = features_of(text)
    assert features
    assert list(features) == sorted(set(features))


@table("one, other", [("?", "!"), ("", "?"), ("আ", "ই"), ("", "আ")])
def test_texts_without_consonants_are_alike_only_where_they_are_the_same(one: str, other: str) -> None:
    assert not {*features_of(one)} & {*features_of(other)}


@pytest.mark.long
@pytest.mark.slow
@table("unit", [*UNITS, "ক্ষ", "chh ", "tion", "ওয়", "ُ", "h", "ng"])
def test_features_take_time_that_grows_with_the_text_only(unit: str) -> None:
    find = features_of.__wrapped__  # without its memory of texts
    assert seconds_for(partial(find, (unit * MAX_QUESTION_GRAPHEMES)[:MAX_QUESTION_GRAPHEMES])) < AT_MOST_S
    once = (unit * 4000)[:4000]
    twice = seconds_for(partial(find, once * 2), wanted_s=math.inf)
    assert twice < 3 * seconds_for(partial(find, once), wanted_s=math.inf) + AT_MOST_S
