"""What a form or an address holds is a number or an id, or nothing."""

from uuid import UUID

import pytest

from sessions.platform.text.form_values import MOST_ID_DIGITS, id_in, number_in, posted_number
from tests.running.tables import table


@table(
    ("words", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("999999999", 999_999_999),
        ("1000000000", None),
        ("", None),
        ("-1", None),
        (" 1", None),
        ("1_0", None),
        ("৯", None),
        ("²", None),
    ],
)
def test_a_number_has_ascii_digits_and_not_too_many(words: str, number: int | None) -> None:
    assert number_in(words) == number
    assert posted_number(words, otherwise=-1) == (-1 if number is None else number)


def test_the_id_of_a_row_may_be_longer() -> None:
    assert posted_number("9" * 17, most_digits=MOST_ID_DIGITS) == int("9" * 17)
    assert posted_number("9" * 18, most_digits=MOST_ID_DIGITS) == 0


@pytest.mark.parametrize("words", ["", "95", "no such id", "1-2"])
def test_what_is_no_id_is_none(words: str) -> None:
    assert id_in(words) is None


def test_an_id_is_read() -> None:
    assert id_in("6ba7b810-9dad-11d1-80b4-00c04fd430c8") == UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
