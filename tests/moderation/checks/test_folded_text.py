"""Every place in the folded text belongs to a place in the text as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.checks.folded_text import FoldedText, fold
from tests.running.tables import table

pytestmark = pytest.mark.costly


@table(
    ("text", "folded"),
    [
        ("plain ASCII, 12", "plain ASCII, 12"),
        ("৯৮ ९८ ٩٨ ۹۸ ９８", "98 98 98 98 98"),
        ("9\u0336 8\ufe0f\u20e3", "9 8"),
        ("a\u200bb\u00adc", "abc"),
        ("98300–12345\u00a0x", "98300-12345 x"),
        ("\u09df", "\u09af\u09bc"),
        ("\u09af\u09bc", "\u09af\u09bc"),
        ("ي ك", "ی ک"),
        ("ﬁle", "file"),
        ("Ｋ", "K"),
    ],
)
def test_it_is_folded(text: str, folded: str) -> None:
    assert FoldedText(text).text == folded == fold(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1), st.data())
def test_every_range_comes_from_a_range_of_the_original(text: str, data: st.DataObject) -> None:
    folded = FoldedText(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.place(start, end)
    assert 0 <= first < last <= len(text)
    assert folded.text[start:end] in fold(text[first:last])


@given(st.text())
def test_there_is_a_range_for_each_word(text: str) -> None:
    folded = FoldedText(text)
    assert [folded.text.lower()[start:end] for start, end in folded.word_spans] == folded.words
