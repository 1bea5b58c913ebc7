"""The place of a text that was looked for, with the words marked, and every character of it as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.record.search.search_terms import SearchTerms
from sessions.record.search.snippets import LONGEST, SnippetPart, has_mark, snippet_of

LAMP = SearchTerms.of("lamp")


def test_the_words_are_marked_where_they_stand_in_any_spelling() -> None:
    assert snippet_of("A LAMP, lamps", LAMP) == [
        SnippetPart("A ", False),
        SnippetPart("LAMP", True),
        SnippetPart(", ", False),
        SnippetPart("lamps", True),
    ]
    assert snippet_of("গলি ৪", SearchTerms.of("4")) == [SnippetPart("গলি ", False), SnippetPart("৪", True)]
    assert snippet_of("ছ\u09c7\u09beট পুকুর", SearchTerms.of("ছোট"))[0] == SnippetPart("ছ\u09c7\u09beট", True)
    assert not has_mark(snippet_of("No such word", LAMP))


def test_of_a_long_text_the_part_around_the_first_word_is_shown() -> None:
    text = f"{'before ' * 100}the lamp {'after ' * 100}"
    parts = snippet_of(text, LAMP)
    shown = "".join(part.text for part in parts)
    assert (shown[0], shown[-1], SnippetPart("lamp", True) in parts) == ("…", "…", True)
    assert shown[1:].startswith("before ")
    assert len(shown) <= LONGEST + 2
    assert shown.strip("…") in text


def test_a_long_text_without_the_word_is_shown_from_its_beginning() -> None:
    [part] = snippet_of("word " * 200, LAMP)
    assert part.text.startswith("word word")
    assert part.text.endswith("word…")


@pytest.mark.costly
@given(st.text(max_size=600), st.text(max_size=12))
def test_what_is_shown_is_a_part_of_the_text(text: str, typed: str) -> None:
    shown = "".join(part.text for part in snippet_of(text, SearchTerms.of(typed)))
    assert len(shown) <= LONGEST + 2
    assert shown.removeprefix("…").removesuffix("…") in text or shown in text
