"""How PostgreSQL is asked for the newest entries that hold words: in its newest rows first, as its statistics say.

Its index of words knows no order. A word that a hundred thousand questions have names that many rows, and to read the
newest questions one by one, until enough have all of several words, is as slow. So the words are looked for in the
newest ranges of entries (sessions/platform/database/text_index.py), of as many as should hold enough.
"""

import math
from collections.abc import Iterator
from typing import Any

from django.db import connection

from sessions.platform.database.text_index import TEXT_TABLE, WORD_PAIRS, WORD_RANGES
from sessions.record.search.filters import SearchFilters
from sessions.record.search.search_terms import SearchTerms

PLANNER_SETTING = "SET LOCAL random_page_cost = 1.1; "
"""Sent in one message with a query of PostgreSQL, for whose transaction alone it holds. Without it, a page elsewhere is
taken for four times as dear as the next one, as on a turning disk: PostgreSQL would rather read the whole table than
fetch the few thousand rows that the index names."""

FREQUENT = 0.1
"""The share of all questions from which on PostgreSQL finds matches by reading the newest ones one by one."""

AMPLE = 2
"""A factor: the newest entries that are read first are expected to hold so many times the wanted matches."""

MOST_COMPARED = 2_000
"""PostgreSQL's index of words knows no order of words: a phrase that many questions have is found among so many of the
newest questions that have its words, and any other one by the index of pairs."""

type Query = tuple[str, list[Any]]


def queries_of(
    columns: tuple[str, ...], terms: SearchTerms, filters: SearchFilters, *, limit: int, before: int | None
) -> Iterator[Query]:
    """Yield the queries to make, one after the other, until a query finds enough; the last one finds all matches.

    Each is without its order and its limit. columns: "entry" first.
    """
    matching = _matching(terms, filters, before)
    phrases = [" ".join(phrase) for phrase in terms.phrases if len(phrase) > 1]
    if phrases:
        newest = _newest(matching, MOST_COMPARED, before)
        yield _among_newest(columns, newest or matching, phrases)
        yield _by_pairs(columns, matching, phrases)
        return
    if not filters.month:  # a month has few rows, and most of them are not new
        newest = _newest(matching, limit, before)
        if newest is not None:
            yield _select(columns, newest)
    yield _select(columns, matching)


def _newest(matching: Query, wanted: int, before: int | None) -> Query | None:
    """Narrow a query to the newest entries, as many as are expected to hold `wanted` matches; None for about all.

    PostgreSQL's own statistics say how frequent the words are. Where they mislead, too few are found, or too many read.
    """
    expected, newest = _estimate(matching, before)
    share = wanted / max(1, expected)
    ranges = newest // WORD_RANGES.keys + 1
    count = math.ceil(share * AMPLE * ranges) + 1
    if expected >= FREQUENT * newest:
        condition, parameters = matching
        return f"{condition} AND entry_id > %s", [*parameters, newest - math.ceil(share * AMPLE * newest)]
    return _in_ranges(matching, newest // WORD_RANGES.keys, count) if count < ranges / 2 else None


def _matching(terms: SearchTerms, filters: SearchFilters, before: int | None) -> Query:
    """The condition for all words and filters; the order of the words in phrases is not in it."""
    words = [f"'{word}'" for word in (*terms.words, *(each for phrase in terms.phrases for each in phrase))]
    words += [f"'{word}':*" for word in terms.beginnings]
    kept = [f"'{word}'" for word in filters.words()]
    conditions, parameters = ["vector @@ %s::tsquery"], [" & ".join(kept + words)]
    if words and filters.is_narrow:  # few rows pass the filters: their words are compared without the index
        conditions.append("(vector || ''::tsvector) @@ %s::tsquery")
        parameters = [" & ".join(kept), " & ".join(words)]
    if before is not None:
        conditions.append("entry_id < %s")
        parameters = [*parameters, before]  # type: ignore[list-item]
    return " AND ".join(conditions), parameters


def _estimate(matching: Query, before: int | None) -> tuple[int, int]:
    """How many matches PostgreSQL expects, and the greatest id of all entries before a position."""
    condition, parameters = matching
    last, of_last = ("", []) if before is None else (" WHERE entry_id < %s", [before])
    expected = f"EXPLAIN (FORMAT JSON) SELECT FROM {TEXT_TABLE} WHERE {condition}"
    newest = f"SELECT coalesce(max(entry_id), 0) FROM {TEXT_TABLE}{last}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"{expected}; {newest}", [*parameters, *of_last])
        [[[plan]]] = cursor.fetchall()
        cursor.nextset()
        [[greatest]] = cursor.fetchall()
    return plan["Plan"]["Plan Rows"], greatest


def _in_ranges(matching: Query, last: int, count: int) -> Query:
    condition, parameters = matching
    ranges = list(range(last - count + 1, last + 1))
    return f"{condition} AND {WORD_RANGES.expression} && %s::bigint[]", [*parameters, ranges]


def _select(columns: tuple[str, ...], matching: Query) -> Query:
    """The 0 keeps PostgreSQL from reading rows backwards, in the order that is asked for, to test each of them."""
    condition, parameters = matching
    named = ", ".join(["entry_id + 0 AS entry", *columns[1:]])
    return f"SELECT {named} FROM {TEXT_TABLE} WHERE {condition}", parameters  # noqa: S608 -- our own names


def _among_newest(columns: tuple[str, ...], matching: Query, phrases: list[str]) -> Query:
    inner, parameters = _select(("entry", "question", "answers"), matching)
    newest = f"SELECT * FROM ({inner} ORDER BY entry DESC LIMIT {MOST_COMPARED}) AS newest"  # noqa: S608
    there, compared = _holding(phrases)
    return f"SELECT {', '.join(columns)} FROM ({newest}) AS newest WHERE {there}", [*parameters, *compared]  # noqa: S608


def _by_pairs(columns: tuple[str, ...], matching: Query, phrases: list[str]) -> Query:
    """The index of pairs first, on its own: PostgreSQL must not make the pairs of each row that it looks at."""
    there, compared = _holding(phrases)
    pairs = " AND ".join([f"{WORD_PAIRS.expression} @> {WORD_PAIRS.function}(%s)"] * len(phrases))
    paired = f"SELECT entry_id FROM {TEXT_TABLE} WHERE {pairs} OFFSET 0"  # noqa: S608 -- our own names
    condition, parameters = matching
    return _select(columns, (f"entry_id IN ({paired}) AND {condition} AND {there}", [*phrases, *parameters, *compared]))


def _holding(phrases: list[str]) -> Query:
    """No sign of LIKE is in a folded word."""
    there = " AND ".join(["' ' || question || ' _ ' || answers || ' ' LIKE %s"] * len(phrases))
    return there, [f"% {phrase} %" for phrase in phrases]
