"""The corpus of the search's bench: always the same, in four scripts, with common and rare words."""

from collections import Counter

import pytest

from sessions.platform.text.search_words import folded_words
from tests.bench.search.corpus import QUESTIONS_EACH, evenings, vocabulary
from tests.bench.search.filling import day_of
from tests.bench.search.searches import searches


def test_the_words_are_folded_already_and_always_the_same() -> None:
    words = vocabulary(500)
    assert words == vocabulary(500)
    assert [folded_words(word) for word in words] == [[word] for word in words]
    assert {chr(ord(word[0]) & ~0x7F) for word in words} >= {chr(0), chr(0x900), chr(0x980), chr(0x600)}


@pytest.mark.costly
def test_some_words_are_everywhere_and_most_are_rare() -> None:
    words = vocabulary(5000)
    texts = [question.text for evening in evenings(words, 50) for question in evening]
    assert len(texts) == 50 * QUESTIONS_EACH
    count = Counter(word for text in texts for word in set(text.split()))
    assert count[words[0]] > len(texts) / 8
    assert sum(number < 10 for number in count.values()) > len(count) / 2


def test_every_sort_of_search_is_made_equally_often() -> None:
    sorts = Counter(sort for sort, _search in searches(vocabulary(5000), [day_of(0)], 4))
    assert set(sorts.values()) == {4}
