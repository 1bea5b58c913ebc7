"""Which forms of a sentence with a number a page's scripts are given."""

from collections.abc import Callable

import pytest

from sessions.chats.pages.room.words.counted_words import counted


def english(n: int) -> str:
    return "person" if n == 1 else "people"


def bengali(n: int) -> str:
    return "one" if n < 2 else "more"


def icelandic(n: int) -> str:
    return "one" if n % 10 == 1 and n % 100 != 11 else "more"


def polish(n: int) -> str:
    if n == 1:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


@pytest.mark.parametrize(
    ("choose", "forms"),
    [
        (english, {"1": "person", "other": "people"}),
        (bengali, {"0": "one", "1": "one", "other": "more"}),
        (icelandic, {"one": "one", "other": "more"}),
        (polish, {"one": "one", "two": "few", "few": "few", "other": "many"}),
        (lambda _n: "people", "people"),
    ],
)
def test_forms_come_by_number_where_only_those_of_0_and_1_differ(
    choose: Callable[[int], str], forms: dict[str, str] | str
) -> None:
    assert counted(choose) == forms
