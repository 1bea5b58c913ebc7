"""Telephone numbers are found as people write them, in every script of digits."""

import pytest

from tests.moderation.checks.flagged import DIGITS, flagged, flagged_by, in_digits
from tests.running.tables import table

MOBILES = [
    ("My number is 9830012345.", "9830012345"),
    ("Call 98300 12345 after six", "98300 12345"),
    ("98300-12345", "98300-12345"),
    ("98300–12345", "98300–12345"),
    ("98300     12345", "98300     12345"),
    ("(983) 001-2345", "(983) 001-2345"),
    ("(+91)9830012345", "(+91)9830012345"),
    ("+91 (983) 001-2345", "+91 (983) 001-2345"),
    ("9830 012 345", "9830 012 345"),
    ("983-001-2345", "983-001-2345"),
    ("98 30 01 23 45", "98 30 01 23 45"),
    ("9 8 3 0 0 1 2 3 4 5", "9 8 3 0 0 1 2 3 4 5"),
    ("9.8.3.0.0.1.2.3.4.5", "9.8.3.0.0.1.2.3.4.5"),
    ("+91 98300 12345", "+91 98300 12345"),
    ("+91-98300-12345, 6 pm", "+91-98300-12345"),
    ("+91 98300 12345 6 pm", "+91 98300 12345"),
    ("+919830012345", "+919830012345"),
    ("0091 98300 12345", "0091 98300 12345"),
    ("91-9830012345", "91-9830012345"),
    ("09830012345", "09830012345"),
    ("House 1-0, 9830012345", "9830012345"),
    ("Is it lane 1-0? 9830012345", "9830012345"),
    ("ph9830012345", "9830012345"),
    ("wa.me/919830012345", "919830012345"),
    ("WhatsApp: 7003012345", "7003012345"),
    ("flat 3, 9830012345, ward 95", "9830012345"),
    ("98300\u200b12345", "98300\u200b12345"),
    ("9830\u00ad012345", "9830\u00ad012345"),
    ("9️⃣8️⃣3️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣", "9️⃣8️⃣3️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣"),
    ("আমার ফোন নম্বর 98300 12345।", "98300 12345"),
    ("প্রয়োজনে 9830012345-এ ফোন করুন", "9830012345"),
    ("मेरा मोबाइल नंबर 98300 12345 है।", "98300 12345"),
    ("میرا موبائل نمبر 9830012345 ہے۔", "9830012345"),
    ("amar phone number 9830012345, phone korben", "9830012345"),
    ("mera number 98300-12345 hai", "98300-12345"),
    ("+44 7911 123456", "+44 7911 123456"),
    ("9830012345 is my number", "9830012345"),
    ("9830012345 no complaint was heard", "9830012345"),
]
LANDLINES = [
    ("033 2419 1234", "033 2419 1234"),
    ("(033) 24191234", "(033) 24191234"),
    ("033-2419-1234", "033-2419-1234"),
    ("+91 33 2419 1234", "+91 33 2419 1234"),
    ("33 2419 1234", "33 2419 1234"),
    ("011 2345 6789", "011 2345 6789"),
    ("0341 2201234", "0341 2201234"),
    ("My landline is out of order: landline 2419 1234", "2419 1234"),
    ("ফোন নম্বর 2419-1234", "2419-1234"),
    ("फोन नंबर 24191234", "24191234"),
    ("فون نمبر 24191234", "24191234"),
    ("bari te phone 2419 1234", "2419 1234"),
    ("ghar ka phone no. 24191234 hai", "24191234"),
]
PASSES = [
    "Wards 81, 89, 91, 92, 93, 94, 95, 96, 97, 98, 99 and 100",
    "wards 91 92 93 94 95 96 97 98 99 100",
    "700032",
    "Kolkata 700 032",
    "PIN 700032 and 700033",
    "700032 700033",
    "1912",
    "Call 1912, 100, 112 or 1800-345-1234",
    "1800 345 1234",
    "26-11-2026 at 18:30",
    "9.12.2026 730",
    "2026-11-26",
    "2024 2025 2026",
    "2025-26",
    "Rs 9830012345",
    "₹98,30,01,234",
    "9830012345 টাকা",
    "9830012345 रुपये",
    "a budget of 98,30,00,000 rupees",
    "12345678",
    "24191234",
    "Order no. 9830012345",
    "order #9830012345",
    "the complaint number is 9830012345",
    "অভিযোগ নম্বর 9830012345",
    "অভিযোগের নম্বর হল 9830012345",
    "शिकायत संख्या 9830012345",
    "شکایت نمبر 9830012345",
    "obhijog nombor 9830012345",
    "shikayat number 9830012345",
    "complaint number: 7003012345",
    "9830012345 is my docket number",
    "9830012345 নম্বর অভিযোগের কী হল?",
    "9830012345 नंबर वाली शिकायत",
    "9830012345 نمبر شکایت",
    "SR no. 9123456789",
    "KMC/2026/98300/12345",
    "KMC-2026-98300-12345",
    "WB9830012345",
    "95-2027-0143",
    "2026-98300-12345",
    "meter 98 76",
    "1234567890",
    "from 9 to 10, 11 to 12, 3 to 5",
    "22.4998, 88.3712",
    "5 lamps, 12 poles, 340 houses, 2 wards",
]


@pytest.mark.row("threat", 47)
@table("script", DIGITS)
@table(("text", "piece"), MOBILES)
def test_a_mobile_number_is_found_in_every_script(text: str, piece: str, script: str) -> None:
    digits = DIGITS[script]
    assert flagged(in_digits(text, digits), "mobile") == [in_digits(piece, digits)]


@pytest.mark.row("threat", 47)
@table("script", DIGITS)
@table(("text", "piece"), LANDLINES)
def test_a_landline_is_found_in_every_script(text: str, piece: str, script: str) -> None:
    digits = DIGITS[script]
    assert flagged(in_digits(text, digits), "landline") == [in_digits(piece, digits)]


@pytest.mark.row("threat", 47)
@table("script", DIGITS)
@table("text", PASSES)
def test_other_numbers_pass(text: str, script: str) -> None:
    assert flagged_by(in_digits(text, DIGITS[script])) == []


def test_two_numbers_in_a_row_are_two() -> None:
    assert flagged("98300 12345/98300 12346", "mobile") == ["98300 12345", "98300 12346"]
    assert flagged("9830012345 9830012346", "mobile") == ["9830012345", "9830012346"]


def test_a_number_abroad_is_of_the_kind_that_its_country_gave_it() -> None:
    assert flagged_by("+44 20 7946 0958") == ["landline"]
    assert flagged_by("+880 1712 345678") == ["mobile"]
