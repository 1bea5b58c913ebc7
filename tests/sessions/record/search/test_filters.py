"""Filters are read from an address, and are words of the index that no text can hold."""

from datetime import date

import pytest

from sessions.models import QuestionKind
from sessions.record.search.filters import KIND_VALUES, FilteredFacts, SearchFilters


def test_the_kinds_are_those_of_questions() -> None:
    assert list(KIND_VALUES) == QuestionKind.values


def test_an_address_is_read_and_written_again() -> None:
    query = {"ward": "৯৫", "office": "12", "month": "2027-01", "topic": "water", "kind": "complaint", "answered": "no"}
    filters = SearchFilters.from_query(query | {"q": "lamp"})
    assert filters.query() == query | {"ward": "95"}
    assert filters.words() == ["_w95", "_o12", "_m202701", "_twater", "_kcomplaint", "_ano"]


@pytest.mark.parametrize(
    "query",
    [
        {"ward": "x"},
        {"ward": "1234"},
        {"month": "2027-00"},
        {"month": "2027"},
        {"topic": "_w95"},
        {"answered": "maybe"},
    ],
)
def test_what_is_no_value_filters_nothing(query: dict[str, str]) -> None:
    assert SearchFilters.from_query(query) == SearchFilters()


def test_a_question_has_a_word_for_each_filter_that_lets_it_through() -> None:
    words = FilteredFacts(
        ward=95,
        offices={3, 12},
        day=date(2027, 1, 2),
        topic="water",
        kind="question",
        is_answered=False,
        is_promised=True,
    ).words()
    for filters in (
        SearchFilters(ward=95, month="2027-01", topic="water"),
        SearchFilters(office=12, kind="question", answered="no"),
        SearchFilters(office=3, answered="promised"),
    ):
        assert set(filters.words()) <= set(words)
    assert not set(SearchFilters(answered="yes").words()) & set(words)
