"""Numbers that look like personal data are found in four scripts; numbers of other kinds pass."""

import math
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.checks.personal_data import PersonalData, find_personal_data
from moderation.checks.verhoeff import is_valid
from sessions.contract.limits import MAX_QUESTION_GRAPHEMES
from tests.tables import table
from tests.timing import AT_MOST_S, UNITS, seconds_for

SCRIPTS = {"Latin": "0123456789", "Bengali": "০১২৩৪৫৬৭৮৯", "Devanagari": "०१२३४५६७८९", "Urdu": "۰۱۲۳۴۵۶۷۸۹"}


def in_script(text: str, digits: str) -> str:
    return text.translate(str.maketrans("0123456789", digits))


def with_check_digit(digits: str) -> str:
    return next(f"{digits}{last}" for last in "0123456789" if is_valid(f"{digits}{last}"))


AADHAAR = with_check_digit("23412341234")
VIRTUAL = with_check_digit("912345678901234")
IN_FOURS = " ".join(AADHAAR[at : at + 4] for at in (0, 4, 8))

HELD = [
    ("My number is 9830012345.", "phone"),
    ("Call 98300 12345 after six", "phone"),
    ("98300-12345", "phone"),
    ("9830 012 345", "phone"),
    ("983-001-2345", "phone"),
    ("(983) 001-2345", "phone"),
    ("98 30 01 23 45", "phone"),
    ("9 8 3 0 0 1 2 3 4 5", "phone"),
    ("9.8.3.0.0.1.2.3.4.5", "phone"),
    ("+91 98300 12345", "phone"),
    ("+919830012345", "phone"),
    ("0091 98300 12345", "phone"),
    ("91-9830012345", "phone"),
    ("09830012345", "phone"),
    ("ph9830012345", "phone"),
    ("wa.me/919830012345", "phone"),
    ("WhatsApp: 7003012345", "phone"),
    ("flat 3, 9830012345, ward 95", "phone"),
    ("9830012345 9830012346", "phone"),
    ("98300\u200b12345", "phone"),
    ("9830\u00ad012345", "phone"),
    ("９８３００１２３４５", "phone"),
    ("033 2419 1234", "phone"),
    ("(033) 24191234", "phone"),
    ("033-2419-1234", "phone"),
    ("+91 33 2419 1234", "phone"),
    ("011 2345 6789", "phone"),
    ("+44 7911 123456", "phone"),
    (f"Aadhaar {AADHAAR}", "aadhaar"),
    (IN_FOURS, "aadhaar"),
    (IN_FOURS.replace(" ", "-"), "aadhaar"),
    (" ".join(AADHAAR), "aadhaar"),
    (VIRTUAL, "aadhaar"),
]
LETTERED = ["PAN ABCPD1234F", "abcpd1234f", "ABCPD 1234 F", "ABCPD-1234-F", "আমার প্যান ABCPD১২৩৪F।"]

PASSES = [
    "When will the drain be cleaned?",
    "Wards 81, 89, 91, 92, 93, 94, 95, 96, 97, 98, 99 and 100",
    "wards 91 92 93 94 95 96 97 98 99 100",
    "81 89 91 92 93",
    "700032",
    "Kolkata 700 032",
    "PIN 700032 and 700033",
    "700032 700033",
    "1912",
    "Call 1912, 100, 112 or 1800-345-1234",
    "1800 345 1234",
    "26-11-2026 at 18:30",
    "2026-11-26",
    "08.12.2026",
    "2024 2025 2026",
    "2025-26",
    "Rs 9830012345",
    "₹98,30,01,234",
    "a budget of 98,30,00,000 rupees",
    "12345678",
    "Order no. 9830012345",
    "order #9830012345",
    "অভিযোগ নম্বর 9830012345",
    "शिकायत संख्या 9830012345",
    "complaint number: 7003012345",
    "KMC/2026/98300/12345",
    "WB9830012345",
    "meter 98 76",
    "1234567890",
    "from 9 to 10, 11 to 12, 3 to 5",
    "22.4998, 88.3712",
    f"{AADHAAR[:-1]}{(int(AADHAAR[-1]) + 1) % 10}",
    "5 lamps, 12 poles, 340 houses, 2 wards",
    "SMALL",
    "shall 2024 a new drain be built",
]


@pytest.mark.row("threat", 47)
@table("script", SCRIPTS)
@table(("text", "kind"), HELD)
def test_what_looks_like_personal_data_is_seen_in_every_script(text: str, kind: str, script: str) -> None:
    assert find_personal_data(in_script(text, SCRIPTS[script])) == (PersonalData(kind),)


@pytest.mark.row("threat", 47)
@table("text", LETTERED)
def test_a_permanent_account_number_is_seen(text: str) -> None:
    assert find_personal_data(text) == (PersonalData.PAN,)


@pytest.mark.row("threat", 47)
@table("script", SCRIPTS)
@table("text", PASSES)
def test_other_numbers_pass(text: str, script: str) -> None:
    assert find_personal_data(in_script(text, SCRIPTS[script])) == ()


def test_several_kinds_are_all_named() -> None:
    text = f"9830012345, {AADHAAR}, ABCPD1234F"
    assert find_personal_data(text) == (PersonalData.PHONE, PersonalData.AADHAAR, PersonalData.PAN)


@pytest.mark.slow
@pytest.mark.row("threat", 43)
@table(
    "unit",
    [*UNITS, "1 ", "2 ", "98 ", "9-", "+9", "22 ", "2 3 4 1 ", "900 1 9 ", "#9 ", "me/9 ", "ABCPD1234", "order no. "],
)
def test_looking_takes_time_that_grows_with_the_text_only(unit: str) -> None:
    assert (
        seconds_for(partial(find_personal_data, (unit * MAX_QUESTION_GRAPHEMES)[:MAX_QUESTION_GRAPHEMES])) < AT_MOST_S
    )
    once = (unit * 4000)[:4000]
    twice = seconds_for(partial(find_personal_data, once * 2), wanted_s=math.inf)
    assert twice < 3 * seconds_for(partial(find_personal_data, once), wanted_s=math.inf) + AT_MOST_S


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert set(find_personal_data(text)) <= set(PersonalData)
