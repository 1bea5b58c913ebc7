"""The search stays fast when there is much: a common word, a rare one, filters and deep pages. A small corpus here;
`bin/bench search` measures 400,000 questions."""

import time
from functools import partial

import pytest
from django.db import connection

from sessions.record.search.filters import SearchFilters
from sessions.record.search.question_search import MAX_FOUND, questions_of_entries, search_records
from sessions.record.search.search_terms import SearchTerms
from sessions.record.search.text_engines import newest_matches
from tests.bench.search.corpus import QUESTIONS_EACH, evenings, vocabulary
from tests.bench.search.filling import day_of, fill
from tests.bench.search.searches import searches
from tests.measuring.timing import least_measured

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.slow, pytest.mark.long]
EVENINGS, FEW_EVENINGS = 300, 40
AT_MOST_CPU_S = 0.05


@pytest.fixture
def words(db: None) -> list[str]:
    words = vocabulary()
    fill(evenings(words, EVENINGS))
    return words


@pytest.fixture
def few_words(db: None) -> list[str]:
    words = vocabulary()
    fill(evenings(words, FEW_EVENINGS))
    return words


def cpu_of(query: str, filters: SearchFilters) -> float:
    began = time.process_time()
    search_records(query, filters)
    return time.process_time() - began


def test_no_sort_of_search_takes_long(words: list[str]) -> None:
    """CPU of this process: on SQLite that is the whole search."""
    days = [day_of(number) for number in range(EVENINGS)]
    for sort, search in searches(words, days, 2):
        filters = SearchFilters.from_query(search)
        took = least_measured(partial(cpu_of, search.get("q", ""), filters), wanted=AT_MOST_CPU_S)
        assert took < AT_MOST_CPU_S, (sort, search)


def test_the_commonest_word_is_found_as_often_as_it_stands_and_ranked_in_part(few_words: list[str]) -> None:
    words = few_words
    result = search_records(f'"{words[0]}"')
    assert (len(result.entries), result.are_more) == (MAX_FOUND, True)
    terms = SearchTerms.of(f'"{words[0]}"')
    everywhere = newest_matches(terms, SearchFilters(), limit=FEW_EVENINGS * QUESTIONS_EACH)
    assert sorted(result.entries, reverse=True) == everywhere[:MAX_FOUND]
    assert len(everywhere) > FEW_EVENINGS * QUESTIONS_EACH / 4
    [first] = questions_of_entries(everywhere[:1])
    assert words[0] in f"{first.text} {' '.join(answer.text for answer in first.answers.all())}".split()


@pytest.mark.usefixtures("few_words")
def test_filters_leave_what_a_look_at_each_question_leaves() -> None:
    filters = SearchFilters(ward=7, month=f"{day_of(6):%Y-%m}", kind="complaint", answered="yes")
    found = questions_of_entries(newest_matches(SearchTerms(), filters, limit=1000))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM chat_sessions_question WHERE kind = 'complaint' AND state = 'answered'")
        assert 0 < len(found) < cursor.fetchone()[0]
    for question in found:
        assert (question.chat_session.ward.number, question.kind, question.state) == (7, "complaint", "answered")
