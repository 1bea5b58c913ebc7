"""Asks the full-text index of the database: one question, two dialects, the same answer."""

from typing import Any

from django.db import connection

from sessions.database.text_index import FULL_TEXT, TABLE, WORD_PAIRS
from sessions.record.finding.filters import SearchFilters
from sessions.record.finding.ranking import FoundText
from sessions.record.finding.search_terms import SearchTerms

PLANNING = "SET LOCAL random_page_cost = 1.1; "
"""Sent in one message with a query of PostgreSQL, for whose transaction alone it holds. Without it, a page elsewhere is
taken for four times as dear as the next one, as on a turning disk: PostgreSQL would rather read the newest rows one by
one, a hundred thousand of them, than fetch the few thousand that the index names."""

MOST_COMPARED = 2_000
"""PostgreSQL's index of words knows no order of words: a phrase that many questions have is found among so many of the
newest questions that have its words, and any other one by the index of pairs."""

type Query = tuple[str, list[Any]]
type Row = tuple[Any, ...]


def newest_matches(terms: SearchTerms, filters: SearchFilters, *, limit: int, before: int | None = None) -> list[int]:
    """The ids of the entries that hold all terms and pass all filters, the newest first; with neither, none.

    before: only entries with a smaller id. One query, or for phrases two; the cost grows with `limit`, hardly with the
    number of matches.
    """
    return [entry for (entry,) in _find(("entry",), terms, filters, limit, before)]


def newest_texts(terms: SearchTerms, filters: SearchFilters, *, limit: int) -> list[FoundText]:
    """The same with their words."""
    return [FoundText._make(row) for row in _find(("entry", "question", "answers"), terms, filters, limit, None)]


def _find(
    columns: tuple[str, ...], terms: SearchTerms, filters: SearchFilters, limit: int, before: int | None
) -> list[Row]:
    if not terms and not filters.words():
        return []
    if connection.vendor == "sqlite":
        return _rows(_sqlite(columns, terms, filters, before), limit)
    phrases = [" ".join(phrase) for phrase in terms.phrases if len(phrase) > 1]
    matching = _postgresql(terms, filters, before)
    if not phrases:
        return _rows(_select(columns, matching), limit, PLANNING)
    found = _rows(_among_newest(columns, matching, phrases), limit, PLANNING)
    return found if len(found) == limit else _rows(_by_pairs(columns, matching, phrases), limit, PLANNING)


def _rows(query: Query, limit: int, planning: str = "") -> list[Row]:
    sql, parameters = query
    with connection.cursor() as cursor:
        cursor.execute(f"{planning}{sql} ORDER BY entry DESC LIMIT %s", [*parameters, limit])
        if planning:
            cursor.nextset()
        rows: list[Row] = cursor.fetchall()
        return rows


def _sqlite(columns: tuple[str, ...], terms: SearchTerms, filters: SearchFilters, before: int | None) -> Query:
    """FTS5 (https://www.sqlite.org/fts5.html, 3): every word is quoted, so that none is an operator."""
    words = [f'"{word}"' for word in terms.words] + [f'"{word}"*' for word in terms.beginnings]
    words += [f'"{" ".join(phrase)}"' for phrase in terms.phrases]
    parts = [f"{{question answers}} : ({' AND '.join(words)})"] if words else []
    parts += [f'filters : "{word}"' for word in filters.words()]
    named = ", ".join(["rowid AS entry", *columns[1:]])
    sql = f"SELECT {named} FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH %s"  # noqa: S608 -- our own names
    parameters: list[Any] = [" AND ".join(f"({part})" for part in parts)]
    if before is not None:
        sql, parameters = f"{sql} AND rowid < %s", [*parameters, before]
    return sql, parameters


def _postgresql(terms: SearchTerms, filters: SearchFilters, before: int | None) -> Query:
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


def _select(columns: tuple[str, ...], matching: Query) -> Query:
    condition, parameters = matching
    named = ", ".join(["entry_id AS entry", *columns[1:]])
    return f"SELECT {named} FROM {TABLE} WHERE {condition}", parameters  # noqa: S608 -- our own names


def _among_newest(columns: tuple[str, ...], matching: Query, phrases: list[str]) -> Query:
    inner, parameters = _select(("entry", "question", "answers"), matching)
    newest = f"SELECT * FROM ({inner} ORDER BY entry_id DESC LIMIT {MOST_COMPARED}) AS newest"  # noqa: S608
    there, compared = _holding(phrases)
    return f"SELECT {', '.join(columns)} FROM ({newest}) AS newest WHERE {there}", [*parameters, *compared]  # noqa: S608


def _by_pairs(columns: tuple[str, ...], matching: Query, phrases: list[str]) -> Query:
    """The index of pairs first, on its own: PostgreSQL must not make the pairs of each row that it looks at."""
    there, compared = _holding(phrases)
    pairs = " AND ".join([f"{WORD_PAIRS.expression} @> {WORD_PAIRS.function}(%s)"] * len(phrases))
    paired = f"SELECT entry_id FROM {TABLE} WHERE {pairs} OFFSET 0"  # noqa: S608 -- our own names
    condition, parameters = matching
    return _select(columns, (f"entry_id IN ({paired}) AND {condition} AND {there}", [*phrases, *parameters, *compared]))


def _holding(phrases: list[str]) -> Query:
    """No sign of LIKE is in a folded word."""
    there = " AND ".join(["' ' || question || ' _ ' || answers || ' ' LIKE %s"] * len(phrases))
    return there, [f"% {phrase} %" for phrase in phrases]
