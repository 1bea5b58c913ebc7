"""Asks the full-text index of the database: one question, two dialects, the same answer."""

from typing import Any

from django.db import connection

from sessions.platform.database.text_index import FULL_TEXT
from sessions.record.search.filters import SearchFilters
from sessions.record.search.postgresql_queries import PLANNER_SETTING, Query, queries_of
from sessions.record.search.ranking import FoundText
from sessions.record.search.search_terms import SearchTerms

type Row = tuple[Any, ...]


def newest_matches(terms: SearchTerms, filters: SearchFilters, *, limit: int, before: int | None = None) -> list[int]:
    """The ids of the entries that hold all terms and pass all filters, the newest first; with neither, none.

    before: only entries with a smaller id. One query, on PostgreSQL an estimate and up to two; the cost grows with
    `limit`, hardly with the number of matches.
    """
    return [entry for (entry,) in _find(("entry",), terms, filters, limit, before)]


def newest_texts(terms: SearchTerms, filters: SearchFilters, *, limit: int) -> list[FoundText]:
    """The newest entries that hold all terms and pass all filters, with their words; see newest_matches()."""
    return [FoundText._make(row) for row in _find(("entry", "question", "answers"), terms, filters, limit, None)]


def _find(
    columns: tuple[str, ...], terms: SearchTerms, filters: SearchFilters, limit: int, before: int | None
) -> list[Row]:
    if not terms and not filters.words():
        return []
    if connection.vendor == "sqlite":
        return _rows(_sqlite(columns, terms, filters, before), limit)
    for query in queries_of(columns, terms, filters, limit=limit, before=before):
        found = _rows(query, limit, PLANNER_SETTING)
        if len(found) == limit:
            break
    return found


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
