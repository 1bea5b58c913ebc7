"""How many rows PostgreSQL reads for a search: no more than match among the newest, however many have a word."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions.models import SearchText
from sessions.platform.database.text_index import TEXT_TABLE
from sessions.record.search.filters import SearchFilters
from sessions.record.search.postgresql_queries import PLANNER_SETTING
from sessions.record.search.question_search import MAX_FOUND
from sessions.record.search.search_terms import SearchTerms
from sessions.record.search.text_engines import newest_matches, newest_texts
from tests.bench.search.corpus import QUESTIONS_EACH, evenings, vocabulary
from tests.bench.search.filling import fill

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql,
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's index has an order of its own"),
]
EVENINGS = 300
QUESTIONS = EVENINGS * QUESTIONS_EACH
A_FEW = 20


@pytest.fixture
def words(db: None) -> list[str]:
    words = vocabulary()
    fill(evenings(words, EVENINGS))
    return words


def plans_of(search: Any) -> list[dict[str, Any]]:
    """What PostgreSQL did for each query of a search, node by node."""
    with CaptureQueriesContext(connection) as queries:
        search()
    plans = []
    with connection.cursor() as cursor:
        cursor.execute(PLANNER_SETTING)
        for query in queries:
            if TEXT_TABLE in query["sql"] and "EXPLAIN" not in query["sql"]:
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query['sql'].removeprefix(PLANNER_SETTING)}")
                [[plan]] = cursor.fetchall()
                plans.append((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    return plans


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from nodes(each)


def rows_read(plans: list[dict[str, Any]]) -> int:
    """Rows of the table itself: those that match, and those that were read in vain."""
    scans = [node for plan in plans for node in nodes(plan) if node.get("Relation Name") == TEXT_TABLE]
    scans = [node for node in scans if "Only" not in node["Node Type"]]
    in_vain = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    return sum(round(node["Actual Rows"] + sum(node.get(each, 0) for each in in_vain)) for node in scans)


def found_by(terms: SearchTerms, filters: SearchFilters) -> int:
    return len(newest_matches(terms, filters, limit=QUESTIONS))


@pytest.mark.parametrize(
    ("ranks", "filters"),
    [((9, 10), SearchFilters()), ((8,), SearchFilters(kind="complaint", answered="yes"))],
)
def test_of_several_common_words_and_filters_no_row_is_read_that_has_but_some(
    words: list[str], ranks: tuple[int, ...], filters: SearchFilters
) -> None:
    """Reading the newest questions one by one, until enough have all of them, reads most of them in vain."""
    terms = SearchTerms.of(" ".join(f'"{words[rank]}"' for rank in ranks))
    plans = plans_of(lambda: newest_texts(terms, filters, limit=A_FEW))
    found = found_by(terms, filters)
    assert 20 * A_FEW < found < QUESTIONS / 15
    assert (len(plans), rows_read(plans) <= found / 2) == (1, True)


@pytest.mark.parametrize("typed", ['"{0}"', "{0}", "{1}*"])
def test_of_a_word_or_beginning_that_many_questions_have_the_newest_alone_are_read(
    words: list[str], typed: str
) -> None:
    terms = SearchTerms.of(typed.format(words[0], words[0][:2]))
    plans = plans_of(lambda: newest_texts(terms, SearchFilters(), limit=MAX_FOUND + 1))
    found = found_by(terms, SearchFilters())
    assert found > QUESTIONS / 4
    assert (len(plans), rows_read(plans) <= 2 * MAX_FOUND * QUESTIONS / found) == (1, True)


def test_where_the_statistics_mislead_all_is_found_nevertheless(words: list[str]) -> None:
    """A word that stood everywhere, and stands in old questions alone since."""
    terms, old = SearchTerms.of(f'"{words[0]}"'), QUESTIONS // 8
    before = newest_matches(terms, SearchFilters(), limit=QUESTIONS)
    SearchText.objects.filter(pk__gt=old).update(question="new", answers="")
    expected = [entry for entry in before if entry <= old]
    assert len(expected) > MAX_FOUND
    assert newest_matches(terms, SearchFilters(), limit=MAX_FOUND) == expected[:MAX_FOUND]
    assert newest_matches(terms, SearchFilters(), limit=9, before=expected[8]) == expected[9:18]
