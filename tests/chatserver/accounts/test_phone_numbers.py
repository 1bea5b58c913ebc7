"""A number is read as people write it, in any digits, and kept in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from chatserver.accounts.phone_numbers import is_abroad, read_phone
from tests.running.tables import table

KEPT = "+919830012345"


@table(
    "written",
    [
        "9830012345",
        "098300 12345",
        "+91 98300-12345",
        "919830012345",
        "0091 98300 12345",
        "+91 (0) 98300 12345",
        "(+91) 98300 12345",
        "091-98300 12345",
        "0919830012345",
        "(98300) 12345",
        "98300\u201312345",
        "০৯৮৩০০১২৩৪৫",
        "९८३००१२३४५",
        "۹۸۳۰۰۱۲۳۴۵",
        "＋91 ９８３００１２３４５",
        "\u202a+91 98300\u00a012345\u202c",  # as a phone book puts it on the clipboard
    ],
)
def test_a_number_is_one_number_however_it_is_written(written: str):
    assert read_phone(written) == KEPT


@table(
    ("written", "read"),
    [
        ("6000012345", "+916000012345"),  # the youngest series
        ("0044 20 7946 0958", "+442079460958"),
        ("+8801712345678", "+8801712345678"),
        ("033 2286 1234", None),  # a landline
        ("1800 123 4567", None),
        ("5830012345", None),
        ("98300", None),
        ("100", None),
        ("98300 12345 67", None),
        ("+0123456789", None),
        ("98300/12345", None),
        ("98300 12345 ext 3", None),
        ("9830O12345", None),
        ("9830012345; 9830012346", None),
        ("+91 98300 12345\r\nBcc: x", None),
        ("call me", None),
        ("", None),
    ],
)
def test_what_takes_no_sms_is_no_number(written: str, read: str | None):
    assert read_phone(written) == read


@pytest.mark.costly
@given(st.text(max_size=40))
def test_any_text_gives_a_number_or_none_and_reading_twice_changes_nothing(text: str):
    read = read_phone(text)
    assert read is None or read_phone(read) == read


def test_elsewhere_people_write_their_own_numbers_without_the_country(settings: Settings):
    settings.PHONE_REGION = "BD"
    assert read_phone("01712-345678") == "+8801712345678"
    assert read_phone("+91 98300 12345") == KEPT
    assert [is_abroad(number) for number in ("+8801712345678", KEPT)] == [False, True]
