"""A receipt is found however it is written down."""

import random as randomness

from hypothesis import given
from hypothesis import strategies as st

from sessions.text.receipts import RECEIPT_ALPHABET, new_receipt, read_receipt
from tests.tables import table


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
        ("U7Q2M9XW4T", None),
        ("<script>..", None),
        ("", None),
    ],
)
def test_a_receipt_is_read_forgivingly(words: str, code: str | None) -> None:
    assert read_receipt(words) == code


@given(st.text(RECEIPT_ALPHABET, min_size=10, max_size=10), st.randoms(use_true_random=False))
def test_every_receipt_survives_being_copied_by_hand(code: str, random: randomness.Random) -> None:
    swaps = {"0": "0oO", "1": "1iIlL"}
    copied = "".join(random.choice(swaps.get(char, char + char.lower())) + random.choice(["", " "]) for char in code)
    assert read_receipt(copied) == code


def test_a_new_receipt_is_one_that_can_be_read() -> None:
    codes = {new_receipt() for _time in range(500)}
    assert len(codes) == 500
    assert {read_receipt(code) for code in codes} == codes
