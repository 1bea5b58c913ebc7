"""A receipt is found however it is written down."""

import random as randomness

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.platform.text.receipts import RECEIPT_ALPHABET, check_symbol, new_receipt, read_receipt
from tests.running.tables import table


@table(
    ("words", "code"),
    [
        ("K7Q2M9XW4T", "K7Q2M9XW4T"),
        ("k7q2m9xw4t", "K7Q2M9XW4T"),
        (" k7q2 m9xw 4t ", "K7Q2M9XW4T"),
        ("K7Q2-M9XW-4T", "K7Q2M9XW4T"),
        ("OIL2m9xw4t", "0112M9XW4T"),
        ("K৭Q২M৯XW৪T", "K7Q2M9XW4T"),
        ("K७Q२M९XW४T", "K7Q2M9XW4T"),
        ("K۷Q۲M۹XW۴T", "K7Q2M9XW4T"),
        ("K7Q2M9XW4", None),
        ("K7Q2M9XW4TT", None),
        ("K7Q2M-9XW4T-B", "K7Q2M9XW4TB"),
        ("\u2068K7Q2M9XW4TB\u2069", "K7Q2M9XW4TB"),
        ("oooooooo161", "00000000161"),
        ("00000000168", None),
        ("00000000611", None),
        ("U7Q2M9XW4T", None),
        ("<script>..", None),
        ("", None),
    ],
)
def test_a_receipt_is_read_forgivingly(words: str, code: str | None) -> None:
    assert read_receipt(words) == code


@pytest.mark.costly
@given(st.text(RECEIPT_ALPHABET, min_size=10, max_size=10), st.randoms(use_true_random=False))
def test_every_receipt_survives_being_copied_by_hand(code: str, random: randomness.Random) -> None:
    swaps = {"0": "0oO", "1": "1iIlL"}
    copied = "".join(random.choice(swaps.get(char, char + char.lower())) + random.choice(["", " "]) for char in code)
    assert read_receipt(copied) == code


@given(st.integers(0, 9), st.sampled_from(RECEIPT_ALPHABET))
def test_one_wrong_sign_is_noticed(place: int, wrong: str) -> None:
    code = new_receipt()
    mistaken = code[:place] + wrong + code[place + 1 :]
    assert read_receipt(mistaken) == (code if mistaken == code else None)


@given(st.integers(0, 8))
def test_two_neighbours_that_change_places_are_noticed(place: int) -> None:
    code = new_receipt()
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert read_receipt(swapped) == (code if swapped == code else None)


def test_the_check_symbol_is_crockfords() -> None:
    assert [check_symbol(code) for code in ("0", "10", "11", "16J", "Z")] == ["0", "*", "~", "D", "Z"]  # 16J is 1234


def test_a_new_receipt_is_one_that_can_be_read() -> None:
    codes = {new_receipt() for _time in range(500)}
    assert len(codes) == 500
    assert {read_receipt(code) for code in codes} == codes
