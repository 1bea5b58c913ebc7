"""What a reader types becomes few bounded terms, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.record.search.search_terms import MAX_WORDS, SearchTerms


@pytest.mark.parametrize(
    ("typed", "words", "beginnings", "phrases"),
    [
        ("", (), (), ()),
        ("lamp", (), ("lamp",), ()),
        ("Lane FOUR lamp", ("lane", "four"), ("lamp",), ()),
        ("lane ৪", ("lane", "4"), (), ()),
        ("lan* four", (), ("lan", "four"), ()),
        ('"lane four" lamp', (), ("lamp",), (("lane", "four"),)),
        ('lamp "lane four"', ("lamp",), (), (("lane", "four"),)),
        ("“গলি চার” আলো", (), ("আলো",), (("গলি", "চার"),)),
        ('"lamp"', (), (), (("lamp",),)),
        ('lamp "open', ("lamp",), (), (("open",),)),
        ("lamp-post", ("lamp",), ("post",), ()),
        ("lamp lamp lamp", ("lamp",), ("lamp",), ()),
        ('" " "" !? *', (), (), ()),
        ("a b c d e f g h i j", tuple("abcdefgh"), (), ()),
        ("پانی کھڑا", ("پانی",), ("کھڑا",), ()),
    ],
)
def test_the_last_word_is_a_beginning_and_quoted_words_are_phrases(
    typed: str, words: tuple[str, ...], beginnings: tuple[str, ...], phrases: tuple[tuple[str, ...], ...]
) -> None:
    terms = SearchTerms.of(typed)
    assert (terms.words, terms.beginnings, terms.phrases) == (words, beginnings, phrases)


@pytest.mark.costly
@given(st.text(max_size=300))
def test_whatever_is_typed_becomes_at_most_so_many_plain_words(typed: str) -> None:
    terms = SearchTerms.of(typed)
    words = [*terms.words, *terms.beginnings, *(word for phrase in terms.phrases for word in phrase)]
    assert len(words) <= MAX_WORDS
    assert all(word and not set(word) & set(" _\"'%*:()&|!<>-^\0") for word in words)


def test_few_words_can_be_widened_to_their_beginnings() -> None:
    wider = SearchTerms.of("lane 4 lamp").widened()
    assert wider == SearchTerms(words=("4",), beginnings=("lane", "lamp"))
    assert SearchTerms.of("lamp").widened() is None
    assert SearchTerms.of("4 lamp").widened() is None
    assert SearchTerms.of("one two three four").widened() is None


def test_a_word_of_a_text_is_known_to_be_looked_for() -> None:
    terms = SearchTerms.of('lane "old pump" lam')
    assert terms.wholes() == {"lane", "old", "pump"}
    assert terms.beginnings == ("lam",)
    assert not SearchTerms().wholes()
