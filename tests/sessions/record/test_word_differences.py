"""The difference of two texts is told in whole words, and both texts can be read from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.record.word_differences import DifferingWords, WordChange, word_differences

SAME, REMOVED, ADDED = WordChange.SAME, WordChange.REMOVED, WordChange.ADDED
TEXTS = st.lists(st.sampled_from(["drain", "the", "নর্দমা", "কবে", "कब", "صفائی", "a", "b"]), max_size=30).map(" ".join)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("In Mai.", "In May.", [(SAME, "In"), (REMOVED, "Mai."), (ADDED, "May.")]),
        ("কবে পরিস্কার হবে?", "কবে পরিষ্কার হবে?", [(SAME, "কবে"), (REMOVED, "পরিস্কার"), (ADDED, "পরিষ্কার"), (SAME, "হবে?")]),
        ("one two", "one two", [(SAME, "one two")]),
        ("one two", "one two three", [(SAME, "one two"), (ADDED, "three")]),
        ("one two three", "two three", [(REMOVED, "one"), (SAME, "two three")]),
        ("", "new", [(ADDED, "new")]),
        ("old", "", [(REMOVED, "old")]),
        ("", "", []),
    ],
)
def test_each_word_is_the_same_or_removed_or_added(
    before: str, after: str, pieces: list[tuple[WordChange, str]]
) -> None:
    assert word_differences(before, after) == [DifferingWords(*piece) for piece in pieces]


@pytest.mark.costly
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_difference(before: str, after: str) -> None:
    pieces = word_differences(before, after)
    assert " ".join(each.text for each in pieces if each.change != ADDED) == before
    assert " ".join(each.text for each in pieces if each.change != REMOVED) == after


def test_a_text_of_nothing_but_repeated_words_is_compared_at_once() -> None:
    before, after = "a b " * 2000, "b a c " * 1500
    assert {each.change for each in word_differences(before, after)} <= set(WordChange)
