"""Short numbers are a list where a word, a sign or more of them say so, and one number where only their order does."""

import pytest
from stdnum.verhoeff import calc_check_digit

from tests.moderation.checks.flagged import flagged, flagged_by
from tests.running.tables import table

RISES, FALLS, IN_PAIRS, IN_THREES = (
    f"{digits}{calc_check_digit(digits)}" for digits in ("23413567898", "98765432101", "23344556678", "23445667789")
)

NUMBERS = [
    (" ".join((RISES[:4], RISES[4:8], RISES[8:])), "aadhaar"),
    ("-".join((FALLS[:4], FALLS[4:8], FALLS[8:])), "aadhaar"),
    (".".join(IN_PAIRS[at : at + 2] for at in range(0, 12, 2)), "aadhaar"),
    (" ".join(IN_THREES[at : at + 3] for at in range(0, 12, 3)), "aadhaar"),
    (f"{RISES[:6]} {RISES[6:]}", "aadhaar"),
    ("_".join((RISES[:3], RISES[3:7], RISES[7:])), "aadhaar"),
    ("612 723 8345", "mobile"),
    ("9812-712-345", "mobile"),
    ("61 78 83 94 99", "mobile"),
    ("+9161 78 83 94 99", "mobile"),
    ("612/723/8345", "mobile"),
    ("983011 2345", "mobile"),
]
LISTS = [
    "wards 612 723 8345 and others",
    "Wards 61 78 83 94 99",
    "Houses 6123, 723, 834",
    "houses 612 723 834 945 120 131",
    "61, 72, 83, 94 and 99 need pipes",
    "91 92 93 94 95",
    "91,92,93,94,95",
    "98 97 95 93 92",
    "ওয়ার্ড ৬১ ৭৮ ৮৩ ৯৪ ৯৯",
    "৬১ ৭৮ ৮৩ ৯৪ ৯৯ নম্বর ওয়ার্ড",
    "वार्ड ६१ ७२ ८३ ९४ ९९",
    "وارڈ ۶۱ ۷۲ ۸۳ ۹۴ ۹۹",
    "pipes of 612 723 8345 mm",
    "cases: 61 78 83 94 99",
    "641 57 912 88 730 65 49 80 77",
    "2011 2013 2017",
    "9.30 10.15 9.45",
    "22.4998 88.3712",
    "88.37123456",
    "12.10.2026 18.30",
    "98-2026-0004",
    "98/2026/0004",
    "2026-0098-3001",
    "980,00,00,000",
]
BESIDE = [
    ("I live in ward 93. 61 78 83 94 98 is mine", "61 78 83 94 98"),
    ("ward 95 983 001 2345", "983 001 2345"),
    ("for 3 days, 983 001 2345", "983 001 2345"),
    ("घर का 983 401 2345", "983 401 2345"),
    ("9830 112 345 9830 112 346", "9830 112 345"),
]


@pytest.mark.row("threat", 47)
@table(("text", "check"), NUMBERS)
def test_the_order_of_its_groups_hides_no_number(text: str, check: str) -> None:
    assert flagged(f"Take {text}, please", check) == [text]


@table("text", LISTS)
def test_a_list_a_date_or_a_docket_is_no_number(text: str) -> None:
    assert flagged_by(text) == []


@pytest.mark.row("threat", 47)
@table(("text", "number"), BESIDE)
def test_what_stands_beside_a_number_makes_no_list_of_it(text: str, number: str) -> None:
    assert flagged(text, "mobile")[0] == number
