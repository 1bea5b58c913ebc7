"""Numbers are found however they are broken up, in every script of digits, and other numbers with such signs pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.checks.broken_numbers import find_broken_numbers
from tests.moderation.checks.flagged import DIGITS, flagged, flagged_by, in_digits
from tests.running.tables import table

MOBILES = [
    "98300\n12345",
    "9\n8\n3\n0\n0\n1\n2\n3\n4\n5",
    "98300,12345",
    "983,001,2345",
    "9,8,3,0,0,1,2,3,4,5",
    "98300/12345",
    "98300_12345",
    "98300*12345",
    "98300:12345",
    "98300|12345",
    "98300~12345",
    "98300+12345",
    "98300; 12345",
    "[98300][12345]",
    "98300।12345",
    "98300→12345",
    "98300📞12345",
    "98300x12345",
    "+91/98300/12345",
    "0_98300_12345",
    "98/30/01/23/45\n98|30|01|23|45",
    "98300          12345",
    "98300..............12345",
    "98300 then 12345",
    "98300 dash 12345",
    "98300 তারপর 12345",
    "98300 फिर 12345",
    "98300 پھر 12345",
    "Phone: 98300, 12345",
    "call me on 98300 and 12345",
    "My number is 98300 (airtel) 12345",
    "আমার ফোন 98300 আর 12345",
    "मेरा नंबर 98300 और 12345",
    "میرا نمبر 98300 اور 12345",
]
INVISIBLE = ["98300\u280012345", "98300\u202812345", "98300\ufffc12345", "98300\u30fb12345", "98300\u316412345"]
MARKED = ["98300\u09cd12345", "98300\u09bc12345", "98300\u0e3812345"]
OTHER_DIGITS = [
    "9a8b3c0d0e1f2g3h4i5",
    "❾❽❸⓿⓿❶❷❸❹❺",
    "⑨⑧③⓪⓪①②③④⑤",
    "𝟗𝟖𝟑𝟎𝟎𝟏𝟐𝟑𝟒𝟓",
    "983oo12345",
    "983OO l2345",
    "98300I2345",
]
AADHAAR = ["2341\n2341\n2346", "2341/2341/2346", "2341,2341,2346", "2341_2341_2346", "2341x2341x2346"]
PASSES = [
    "wards 95,96,98,97",
    "Rs 98300, 12345",
    "from 75000/80000 people",
    "75000, 80000 and 90000 people",
    "houses 7012, 814, 203",
    "poles 70125, 81234",
    "between 98300 and 98450 metres",
    "PIN 700032, 700019",
    "700032\n700019",
    "9/11/2026, 6:30",
    "6:30-7:45, 8:15-9:30",
    "house 12/3/1, 14/2",
    "88.3712, 22.4998",
    "9,83,00,12,345 rupees",
    "a budget of 980,00,00,000",
    "order 98300/12345",
    "KMC/2026/98300/12345",
    "complaint no. 98300_12345",
    "অভিযোগ নম্বর 98300/12345",
    "poles 9125/8\n9125/9\n9125/10",
    "1) road 2) drain 3) light 4) water 5) tax 6) park 7) pond 8) tree 9) bin 10) dog",
    "At 6, number 12345, house 98301",
    "WB983OO12345",
]


@pytest.mark.row("threat", 47)
@table("script", DIGITS)
@table("text", [*MOBILES, *INVISIBLE])
def test_a_mobile_number_in_pieces_is_found_in_every_script(text: str, script: str) -> None:
    assert flagged_by(in_digits(text, DIGITS[script])) == ["mobile"]


@pytest.mark.row("threat", 47)
@table("text", [*MARKED, *OTHER_DIGITS])
def test_marks_between_and_other_signs_for_digits_hide_nothing(text: str) -> None:
    assert "mobile" in flagged_by(text)


@pytest.mark.row("threat", 47)
@table("script", DIGITS)
@table("text", AADHAAR)
def test_an_aadhaar_number_in_pieces_is_found(text: str, script: str) -> None:
    assert flagged_by(in_digits(text, DIGITS[script])) == ["aadhaar"]


@pytest.mark.row("threat", 47)
@table("text", PASSES)
def test_other_numbers_with_such_signs_pass(text: str) -> None:
    assert flagged_by(text) == []


def test_the_whole_number_is_masked() -> None:
    assert flagged("Ask at 98300\n12345, please", "mobile") == ["98300\n12345"]


@given(st.text("+0123456789 -.()a/,\n_Ol", max_size=60))
def test_each_is_a_piece_of_the_text_and_they_are_in_its_order(text: str) -> None:
    spans = [(start, end) for _check, start, end in find_broken_numbers(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
