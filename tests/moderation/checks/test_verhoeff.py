"""Verhoeff's check digit."""

from hypothesis import given
from hypothesis import strategies as st

from moderation.checks.verhoeff import is_valid
from tests.tables import table


@table(("digits", "is_right"), [("2363", True), ("2364", False), ("123451", True), ("0", True)])
def test_known_numbers(digits: str, is_right: bool) -> None:
    assert is_valid(digits) == is_right


@given(st.text("0123456789", min_size=1, max_size=15))
def test_exactly_one_digit_is_right(digits: str) -> None:
    assert sum(is_valid(f"{digits}{last}") for last in "0123456789") == 1


@given(st.text("0123456789", min_size=2, max_size=15), st.integers(0, 13))
def test_two_neighbours_that_are_swapped_are_seen(digits: str, place: int) -> None:
    whole = next(f"{digits}{last}" for last in "0123456789" if is_valid(f"{digits}{last}"))
    at = place % (len(whole) - 1)
    swapped = f"{whole[:at]}{whole[at + 1]}{whole[at]}{whole[at + 2 :]}"
    assert swapped == whole or not is_valid(swapped)
