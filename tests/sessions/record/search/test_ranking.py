"""The best come first: by how often and where the words stand, and how long the text is."""

from sessions.record.search.ranking import FoundText, best_first
from sessions.record.search.search_terms import SearchTerms


def ranked(typed: str, *texts: tuple[str, str]) -> list[int]:
    return best_first((FoundText(place, *text) for place, text in enumerate(texts)), SearchTerms.of(typed))


def test_a_word_of_the_question_weighs_more_than_one_of_an_answer() -> None:
    assert ranked("lamp", ("pond", "the lamp"), ("lamp", "the pond")) == [1, 0]


def test_a_whole_word_weighs_more_than_a_beginning_and_many_more_than_one() -> None:
    assert ranked("lamp", ("lamps here", ""), ("lamp here", ""), ("lamp lamp", "")) == [2, 1, 0]


def test_a_short_text_comes_before_a_long_one() -> None:
    assert ranked('"old lamp"', ("old lamp " + "and more " * 40, ""), ("old lamp", "")) == [1, 0]


def test_of_equally_good_ones_the_later_comes_first() -> None:
    assert ranked("lamp", ("lamp a", ""), ("lamp b", ""), ("lamp c", "")) == [2, 1, 0]
