"""Lengths as the services count them, and what is left out where there is no room."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.contract.limits import MAX_ANSWER_GRAPHEMES
from sessions.platform.text.text_input import split_graphemes
from sessions.posting.composing import compose_post
from sessions.posting.services import LENGTH_RULES, PostingService, rule_for, weigh
from tests.measuring.timing import AT_MOST_S, UNITS, seconds_for

LINK = "https://ward.example/promises/95-P-2027-12/?p=abcdefghjkmn"


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("abc", 3),
        ("নালা", 4),
        ("نالی", 4),
        ("日本", 4),
        ("👩‍👩‍👧", 2),
        (f"see {LINK}", 27),
        ("see ward.example now", 31),
        ("“quoted” – words…", 18),
    ],
)
def test_x_weighs_letters_emoji_and_links(text: str, weight: int) -> None:
    assert weigh(text) == weight


@pytest.mark.parametrize("service", PostingService)
def test_both_languages_are_posted_where_they_fit(service: str) -> None:
    composed = compose_post(
        lambda _most: ["ওয়ার্ড ৯৫", "Ward 95"], link=LINK, rule=LENGTH_RULES[service], note="Ask there:"
    )
    shown = "ward.example/promises/95-P-2027-12" if service == PostingService.BLUESKY else LINK
    assert composed.text == f"ওয়ার্ড ৯৫\n\nWard 95\n\nAsk there:\n\n{shown}"
    assert not composed.is_shortened


def test_first_goes_the_note_then_the_quoted_words_then_the_second_language() -> None:
    def texts(words: int):
        def render(most: int | None) -> list[str]:
            said = "x" * words if most is None else "x" * min(words, most)
            return [f"first {said}", f"second {said}"]

        return compose_post(render, link=LINK, rule=LENGTH_RULES[PostingService.X], note="A note.").text

    assert "A note." in texts(100)
    assert "A note." not in texts(119)
    assert "second" in texts(119)
    assert texts(2000).count("x" * 80) == 2
    assert (
        compose_post(lambda _most: ["a" * 200, "b" * 200], link=LINK, rule=LENGTH_RULES[PostingService.X]).text
        == f"{'a' * 200}\n\n{LINK}"
    )


def test_of_two_more_lines_the_note_goes_first_and_each_may_stand_alone() -> None:
    def texts(length: int) -> str:
        words = ["x" * length]
        rule = LENGTH_RULES[PostingService.X]
        return compose_post(lambda _most: words, link=LINK, rule=rule, aside="a" * 60, note="n" * 40).text

    assert [("aaa" in texts(length), "nnn" in texts(length)) for length in (100, 180, 200, 270)] == [
        (True, True),
        (True, False),
        (False, True),
        (False, False),
    ]


@pytest.mark.costly
@settings(max_examples=30, deadline=None)
@given(first=st.text(max_size=400), second=st.text(max_size=400), service=st.sampled_from(list(PostingService)))
def test_whatever_is_said_it_fits_and_keeps_its_link(first: str, second: str, service: str) -> None:
    rule = rule_for(service, 120 if service == PostingService.MASTODON else None)
    composed = compose_post(lambda _most: [f"Ward: {first}", second], link=LINK, rule=rule)
    assert rule.fits(composed.text)
    assert composed.count == rule.count(composed.text) <= composed.most
    assert composed.text.endswith("95-P-2027-12" if service == PostingService.BLUESKY else LINK)


def test_bengali_has_a_limit_of_bytes_on_bluesky() -> None:
    words = "ক্ষ্ম্য" * 280
    assert len(split_graphemes(words)) < 300
    assert (
        len(compose_post(lambda _most: [words], link=LINK, rule=LENGTH_RULES[PostingService.BLUESKY]).text.encode())
        <= 3000
    )


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("threat", 43)
@pytest.mark.parametrize("unit", [*(unit for unit in UNITS if unit != "\ud800"), "a.", "a-", "a.a", "http://", "www."])
@pytest.mark.parametrize("service", PostingService)
def test_counting_takes_time_that_grows_with_the_text_only(unit: str, service: str) -> None:
    """The time of an answer as long as one may be."""
    text = (unit * MAX_ANSWER_GRAPHEMES)[:MAX_ANSWER_GRAPHEMES]
    assert seconds_for(partial(LENGTH_RULES[service].count, text), wanted_s=4 * AT_MOST_S) < 4 * AT_MOST_S
