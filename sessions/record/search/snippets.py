"""The place of a text where the words of a search stand, with these words marked; pure.

Texts stay plain: a page escapes them and sets <mark> itself.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from sessions.platform.text.search_words import words_in_place
from sessions.record.search.search_terms import SearchTerms

LONGEST = 400
"""Code points of a snippet: a shorter text stays whole."""

BEFORE = 80
"""Code points before the first marked word, at most."""


class SnippetPart(NamedTuple):
    text: str
    is_marked: bool


def snippet_of(text: str, terms: SearchTerms, longest: int = LONGEST) -> list[SnippetPart]:
    """The parts of the snippet in their order; an ellipsis stands for what is left out."""
    marks = _marks(text, terms)
    start, end = _window(text, marks, longest)
    parts = [("…", False)] if start else []
    parts += [(text[since:until], is_marked) for since, until, is_marked in _pieces(start, end, marks)]
    parts += [("…", False)] if end < len(text) else []
    return [
        SnippetPart("".join(text for text, _ in group), is_marked)
        for is_marked, group in groupby(parts, lambda each: each[1])
    ]


def has_mark(parts: list[SnippetPart]) -> bool:
    return any(part.is_marked for part in parts)


def _marks(text: str, terms: SearchTerms) -> list[tuple[int, int]]:
    wholes, beginnings = terms.wholes(), terms.beginnings
    if not wholes and not beginnings:
        return []
    return [
        (start, end)
        for start, end, words in words_in_place(text)
        if any(word in wholes or word.startswith(beginnings) for word in words)
    ]


def _window(text: str, marks: list[tuple[int, int]], longest: int) -> tuple[int, int]:
    """The window of a snippet, from a blank to a blank, where there is one near."""
    if len(text) <= longest:
        return 0, len(text)
    first = marks[0][0] if marks else 0
    start = max(0, min(first - BEFORE, len(text) - longest))
    if start:
        start = (text.find(" ", start, first) + 1) or start
    end = min(len(text), start + longest)
    if end < len(text):
        blank = text.rfind(" ", start + longest // 2, end)
        end = blank if blank > 0 else end
    return start, end


def _pieces(start: int, end: int, marks: list[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    at = start
    for since, until in marks:
        if since < at or until > end:
            continue
        if since > at:
            yield at, since, False
        yield since, until, True
        at = until
    if at < end:
        yield at, end, False
