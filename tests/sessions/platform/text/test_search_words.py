"""The words of a text stand where they are marked, and are folded as alone."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from sessions.platform.text.search_words import folded_words, words_in_place

RUN = regex.compile(r"[\p{L}\p{N}\p{M}\u200c\u200d]+")
LETTERS = st.text("aBßİΐǅ½㎏ﬁſK٣৩९೨ড়ড়क़ো\u09c7\u09beلﷺك\u0345\u200c\u200d\u0301 ,-" + "e\u0301")


@given(LETTERS | st.text())
def test_each_word_is_folded_as_if_it_stood_alone(text: str) -> None:
    alone = [(found.start(), found.end(), folded_words(found[0])) for found in RUN.finditer(text)]
    assert list(words_in_place(text)) == alone


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ওয়ার্ড ৯৫, Lamp", [(0, 7, ["ওয়ার্ড"]), (8, 10, ["95"]), (12, 16, ["lamp"])]),
        ("Straße ½", [(0, 6, ["strasse"]), (7, 8, ["1", "2"])]),
        ("\u200d a", [(0, 1, []), (2, 3, ["a"])]),
    ],
)
def test_a_word_stands_where_it_is_marked(text: str, words: list[tuple[int, int, list[str]]]) -> None:
    assert list(words_in_place(text)) == words
