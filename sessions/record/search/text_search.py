"""Finds complaints, suggestions and promises by their words, in any script: one question, two dialects.

A word is found as it is written, or in another script where its consonants are the same: "jol" finds জল. Where nothing
is found so, words that begin with it, or sound like it, are.
"""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from sessions.models import ActivityText, MatterText, PromiseText
from sessions.platform.database.text_index import ACTIVITY_TEXTS, MATTER_TEXTS, PROMISE_TEXTS, TextIndex
from sessions.platform.lists.words_and_sounds import SCRIPT_RANGES, script_of, sound_of
from sessions.record.search.search_terms import SearchTerms

type Text = MatterText | PromiseText | ActivityText
"""A row with the words and sounds of something that is found by them."""

type Alternatives = list[tuple[str, bool]]
"""Words of which one has to be there, each with whether it is a beginning."""


def texts_with(terms: SearchTerms) -> QuerySet[MatterText]:
    """Texts of complaints and suggestions with all terms, otherwise those that sound alike.

    For a subquery of matters. Makes at most one query.
    """
    return _found(MatterText.objects.all(), MATTER_TEXTS, terms)


def promise_texts_with(terms: SearchTerms) -> QuerySet[PromiseText]:
    """Texts of promises with all terms, otherwise those that sound alike; see texts_with()."""
    return _found(PromiseText.objects.all(), PROMISE_TEXTS, terms)


def activity_texts_with(terms: SearchTerms) -> QuerySet[ActivityText]:
    """Texts of activities with all terms, otherwise those that sound alike; see texts_with()."""
    return _found(ActivityText.objects.all(), ACTIVITY_TEXTS, terms)


def _found[T: Text](rows: QuerySet[T], index: TextIndex, terms: SearchTerms) -> QuerySet[T]:
    found = _matching(rows, index, [_exactly(word) for word in terms.words], terms)
    if terms.phrases or found.exists():
        return found
    return _matching(rows, index, [_widely(word) for word in terms.words], terms)


def _matching[T: Text](
    rows: QuerySet[T], index: TextIndex, words: list[Alternatives], terms: SearchTerms
) -> QuerySet[T]:
    needed = [*words, *(_beginning(word) for word in terms.beginnings)]
    is_sqlite = connection.vendor == "sqlite"
    sql, parameters = (_sqlite if is_sqlite else _postgresql)(index, needed, terms.phrases)
    return rows.filter(pk__in=RawSQL(sql, parameters))  # noqa: S611 -- every value is a parameter


def _exactly(word: str) -> Alternatives:
    others = (sound_of(word, script) for script in SCRIPT_RANGES if script != script_of(word))
    return [(word, False), *((sound, False) for sound in others if sound)]


def _beginning(word: str) -> Alternatives:
    return [(word, True), *_exactly(word)[1:]]


def _widely(word: str) -> Alternatives:
    sounds = (sound_of(word, script) for script in SCRIPT_RANGES)
    return [(word, True), *((sound, False) for sound in sounds if sound)]


def _sqlite(
    index: TextIndex, needed: list[Alternatives], phrases: tuple[tuple[str, ...], ...]
) -> tuple[str, list[Any]]:
    """Every word is quoted, so that none is an operator."""
    parts = [" OR ".join(f'"{word}"*' if begins else f'"{word}"' for word, begins in each) for each in needed]
    parts += [f'"{" ".join(phrase)}"' for phrase in phrases]
    full_text = index.full_text
    sql = f"SELECT rowid FROM {full_text} WHERE {full_text} MATCH %s"  # noqa: S608 -- our own names
    return sql, [" AND ".join(f"({part})" for part in parts)]


def _postgresql(
    index: TextIndex, needed: list[Alternatives], phrases: tuple[tuple[str, ...], ...]
) -> tuple[str, list[Any]]:
    """The query for PostgreSQL, with its parameters.

    The index does not know the order of words: a phrase is looked for among the texts that have all of its words.
    """
    parts = [" | ".join(f"'{word}':*" if begins else f"'{word}'" for word, begins in each) for each in needed]
    parts += [f"'{word}'" for phrase in phrases for word in phrase]
    there = [" AND ' ' || words || ' ' LIKE %s" for phrase in phrases if len(phrase) > 1]
    sql = f"SELECT id FROM {index.table} WHERE vector @@ %s::tsquery{''.join(there)}"  # noqa: S608
    parameters = [" & ".join(f"({part})" for part in parts)]
    return sql, [*parameters, *(f"% {' '.join(phrase)} %" for phrase in phrases if len(phrase) > 1)]
