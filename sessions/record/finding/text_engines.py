"""Asks the full-text index of the database: one question, two dialects, the same answer."""

from typing import Any

from django.db import connection

from sessions.database.text_index import FULL_TEXT, TABLE
from sessions.record.finding.filters import SearchFilters
from sessions.record.finding.search_terms import SearchTerms

MOST_COMPARED = 10_000
"""PostgreSQL's index knows no order of words: among so many newest questions with all words, it looks for a phrase."""

PLANNING = {"postgresql": "SET LOCAL random_page_cost = 1.1; "}
"""Sent in one message with the query, for whose transaction alone it holds. PostgreSQL takes a page elsewhere for four
times as dear as the next one, as on a turning disk: it would rather read the newest rows one by one, a hundred thousand
of them, than fetch the few thousand that the index names."""

type Query = tuple[str, list[Any]]


def newest_matches(terms: SearchTerms, filters: SearchFilters, *, limit: int, before: int | None = None) -> list[int]:
    """The ids of the entries that hold all terms and pass all filters, the newest first; with neither, none.

    before: only entries with a smaller id. One query; its cost grows with `limit`, hardly with the number of matches.
    """
    if not terms and not filters.words():
        return []
    as_query = _sqlite if connection.vendor == "sqlite" else _postgresql
    sql, parameters = as_query(terms, filters, before)
    with connection.cursor() as cursor:
        cursor.execute(f"{PLANNING.get(connection.vendor, '')}{sql} LIMIT %s", [*parameters, limit])
        if connection.vendor in PLANNING:
            cursor.nextset()
        return [entry for (entry,) in cursor.fetchall()]


def _sqlite(terms: SearchTerms, filters: SearchFilters, before: int | None) -> Query:
    """FTS5 (https://www.sqlite.org/fts5.html, 3): every word is quoted, so that none is an operator."""
    words = [f'"{word}"' for word in terms.words] + [f'"{word}"*' for word in terms.beginnings]
    words += [f'"{" ".join(phrase)}"' for phrase in terms.phrases]
    parts = [f"{{question answers}} : ({' AND '.join(words)})"] if words else []
    parts += [f'filters : "{word}"' for word in filters.words()]
    sql = f"SELECT rowid FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH %s"  # noqa: S608 -- our own names
    parameters: list[Any] = [" AND ".join(f"({part})" for part in parts)]
    if before is not None:
        sql, parameters = f"{sql} AND rowid < %s", [*parameters, before]
    return f"{sql} ORDER BY rowid DESC", parameters


def _postgresql(terms: SearchTerms, filters: SearchFilters, before: int | None) -> Query:
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
    newest = f"FROM {TABLE} WHERE {' AND '.join(conditions)} ORDER BY entry_id DESC"
    phrases = [phrase for phrase in terms.phrases if len(phrase) > 1]
    if not phrases:
        return f"SELECT entry_id {newest}", parameters
    there = " AND ".join(["' ' || question || ' _ ' || answers || ' ' LIKE %s"] * len(phrases))
    sql = (
        f"SELECT entry_id FROM (SELECT entry_id, question, answers {newest} LIMIT {MOST_COMPARED}) AS newest "  # noqa: S608
        f"WHERE {there} ORDER BY entry_id DESC"
    )
    return sql, [*parameters, *(f"% {' '.join(phrase)} %" for phrase in phrases)]
