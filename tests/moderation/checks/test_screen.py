"""All checks together: what they flag, what the public may read, and how fast they are."""

import math
import tomllib
from functools import partial
from itertools import chain, cycle, islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.checks.flags import PERSONAL_CHECKS, Check, Flag
from moderation.checks.phrases import STARTER_LISTS
from moderation.checks.screen import Lists, find_personal_data, has_accusation, screen
from sessions.contract.limits import MAX_QUESTION_GRAPHEMES
from sessions.platform.text.masking import MASK
from tests.measuring.timing import AT_MOST_S, UNITS, least_measured, seconds_for, seconds_once
from tests.moderation.checks.flagged import DIGITS, flagged_by
from tests.running.tables import table

STARTERS = tomllib.loads(STARTER_LISTS.read_text(encoding="utf-8"))
LISTS = Lists(tuple(STARTERS["wording"]), tuple(STARTERS["slogans"]))
CLEAN = tomllib.loads(Path(__file__).with_name("clean_questions.toml").read_text(encoding="utf-8"))
QUESTIONS = list(chain.from_iterable(CLEAN.values()))
MOST_FLAGGED = 0.01
TEXTS_A_SECOND = 5000
SPARE = 5
"""How many times slower than wanted a crowded machine may be before the test fails."""

OF_NUMBERS = (
    *("1 ", "2 ", "98 ", "9-", "+9", "22 ", "2 3 4 1 ", "900 1 9 ", "#9 ", "me/9 ", "ABCPD1234", "order no. "),
    *(
        "98300,",
        "98300 , ",
        "9\n",
        "0 98300_",
        "9o",
        "nine ",
        "নয় ",
        "double nine ",
        "a_at_",
        "a at ",
        "gmail ",
        "ybl @ ",
        "9o9#9o9#",
        "9 8/7.",
        "98 30/",
        "600 7/",
    ),
)
"""Units of texts in which much might be a number."""

PIECES = st.sampled_from(
    [
        *DIGITS["ASCII"],
        *DIGITS["Bengali"],
        *DIGITS["Urdu"],
        *" +-./@#(),।\n\u200b",
        "98300 12345",
        "2341 2341 2346",
        "ABCPD1234F",
        "wb02ab1234",
        "ratan@ybl",
        "a@b.co",
        "www.",
        "Das",
        " is a thief",
        "চোর",
        "RUN ",
        "!",
        "docket ",
        "k০l",
        "\u0430",
        "ﷺ",
        "\u0336",
    ]
)
TEXTS = st.text() | st.lists(PIECES, max_size=30).map("".join)


def test_each_flag_says_where_it_is_and_whether_it_is_masked() -> None:
    screened = screen("ফোন ৯৮৩০০ ১২৩৪৫, https://example.org")
    assert screened.flags == (Flag(Check.MOBILE, 4, 15), Flag(Check.LINK, 17, 36))
    assert [flag.is_masked for flag in screened.flags] == [True, False]
    assert screened.public_text == f"ফোন {MASK}, https://example.org"


@table(
    ("text", "public"),
    [
        ("", ""),
        ("9830012345", MASK),
        ("9830012345@ybl now", f"{MASK} now"),
        ("a 9830012345 b ratan@example.org c", f"a {MASK} b {MASK} c"),
        ("https://wa.me/919830012345", f"https://wa.me/{MASK}"),
        ("Ramesh Das is a thief", "Ramesh Das is a thief"),
        ("docket 9830012345", "docket 9830012345"),
    ],
)
def test_personal_data_is_masked_in_public_and_nothing_else(text: str, public: str) -> None:
    assert screen(text).public_text == public


def test_several_kinds_are_all_named_in_the_order_of_the_checks() -> None:
    text = "ABCPD1234F, 2341 2341 2346, 9830012345, www.example.org"
    assert find_personal_data(text) == (Check.MOBILE, Check.AADHAAR, Check.PAN)
    assert [has_accusation(each) for each in ("Ramesh Das is a thief", text)] == [True, False]


@pytest.mark.row("threat", 47)
def test_at_most_one_in_a_hundred_clean_questions_is_flagged() -> None:
    wrong = {text: by for text in QUESTIONS if (by := flagged_by(text, LISTS))}
    assert len(QUESTIONS) > 100
    assert len(wrong) <= MOST_FLAGGED * len(QUESTIONS), wrong


@pytest.mark.costly
@pytest.mark.row("threat", 47)
@given(TEXTS)
def test_any_text_is_screened_and_every_flag_lies_within_it(text: str) -> None:
    screened = screen(text, LISTS)
    assert all(0 <= flag.start < flag.end <= len(text) for flag in screened.flags)
    assert list(screened.flags) == sorted(screened.flags, key=lambda flag: (flag.start, -flag.end, flag.check))
    assert set(find_personal_data(text)) == {flag.check for flag in screened.flags} & PERSONAL_CHECKS


@pytest.mark.long
@pytest.mark.row("threat", 47)
@given(TEXTS)
def test_what_is_not_personal_stays_in_public_as_it_was(text: str) -> None:
    screened = screen(text)
    hidden = {place for flag in screened.flags if flag.is_masked for place in range(flag.start, flag.end)}
    kept = "".join(char for place, char in enumerate(text) if place not in hidden)
    assert screened.public_text.replace(MASK, "") == kept.replace(MASK, "")
    assert (screened.public_text == text) == (not hidden)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("threat", 43)
@table("unit", [*UNITS, *OF_NUMBERS])
def test_looking_for_personal_data_takes_time_that_grows_with_the_text_only(unit: str) -> None:
    text = (unit * MAX_QUESTION_GRAPHEMES)[:MAX_QUESTION_GRAPHEMES]
    assert seconds_for(partial(find_personal_data, text)) < AT_MOST_S
    once = (unit * 4000)[:4000]
    twice = seconds_for(partial(find_personal_data, once * 2), wanted_s=math.inf)
    assert twice < 3 * seconds_for(partial(find_personal_data, once), wanted_s=math.inf) + AT_MOST_S


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.row("threat", 43)
@table(
    "unit",
    [
        *UNITS,
        *OF_NUMBERS,
        "A ",
        "AB,",
        "!",
        "x@",
        "a.in ",
        "a.",
        "www.",
        "at ",
        " dot ",
        "Das chor ",
        "একজন চোর ",
        "Ramesh is a thief ",
        "k০",
        "\u0430a",
        "জয় ",
    ],
)
def test_screening_takes_time_that_grows_with_the_text_only(unit: str) -> None:
    text = (unit * MAX_QUESTION_GRAPHEMES)[:MAX_QUESTION_GRAPHEMES]
    once = seconds_for(partial(screen, text, LISTS), wanted_s=2 * AT_MOST_S)
    assert once < 2 * AT_MOST_S
    at_most_s = 6 * once + AT_MOST_S
    assert seconds_for(partial(screen, text * 4, LISTS), wanted_s=at_most_s) < at_most_s


@pytest.mark.slow
def test_thousands_of_texts_are_screened_in_a_second() -> None:
    texts = list(islice(cycle(QUESTIONS), 4000))
    screen_all = partial(seconds_once, lambda: [screen(text, LISTS) for text in texts])
    a_second = len(texts) / least_measured(screen_all, wanted=len(texts) * SPARE / TEXTS_A_SECOND)
    print(f"{a_second:.0f} texts a second on one core")  # noqa: T201 -- the measurement is what somebody wants to see
    assert a_second > TEXTS_A_SECOND / SPARE
