import re
import unicodedata
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import segno

from sessions.chats.calendar.public.posters import Printed, blocks_of, qr_svg
from sessions.platform.text.by_language import in_language
from sessions.platform.text.spoken.dates import time_words, weekday_and_date
from tests.running.tables import table

KOLKATA = ZoneInfo("Asia/Kolkata")
SATURDAY = datetime(2027, 1, 2, 18, 0, tzinfo=KOLKATA)
LANGUAGES = ("bn", "en", "hi", "ur")


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def test_the_sheet_says_the_same_in_every_language():
    shown = [
        (block.language, block.ward, block.dates[0].day, block.dates[0].hour.replace("\N{NO-BREAK SPACE}", " "))
        for block in blocks_of(95, [Printed(SATURDAY)])
    ]
    assert shown == [
        ("bn", nfc("ওয়ার্ড ৯৫"), nfc("শনিবার, ২ জানুয়ারি ২০২৭"), "সন্ধ্যা ৬:০০"),
        ("en", "Ward 95", "Saturday, 2 January 2027", "6:00 pm"),
        ("hi", "वार्ड ९५", "शनिवार, २ जनवरी २०२७", "शाम ६:०० बजे"),
        ("ur", "وارڈ \u2068۹۵\u2069", "سنیچر، ۲ جنوری ۲۰۲۷", "شام ۶:۰۰ بجے"),
    ]
    assert [block.direction for block in blocks_of(95, [])] == ["ltr", "ltr", "ltr", "rtl"]


def test_a_moved_date_is_called_new():
    moved = Printed(SATURDAY, moved_from=date(2027, 1, 1))
    assert [block.dates[0].new_date for block in blocks_of(95, [moved])] == [
        nfc("নতুন তারিখ! আগে ছিল শুক্রবার, ১ জানুয়ারি ২০২৭।"),
        "New date! It was Friday, 1 January 2027 before.",
        "नई तारीख! पहले शुक्रवार, १ जनवरी २०२७ थी।",
        "نئی تاریخ! پہلے \u2068جمعہ، ۱ جنوری ۲۰۲۷\u2069 تھی۔",
    ]
    assert [block.dates[0].new_date for block in blocks_of(95, [Printed(SATURDAY)])] == [""] * 4


@table(
    ("hour", "words"),
    [(0, "रात १२:०५ बजे"), (4, "सुबह ४:०५ बजे"), (12, "दोपहर १२:०५ बजे"), (16, "शाम ४:०५ बजे"), (20, "रात ८:०५ बजे")],
)
def test_hindi_names_the_part_of_the_day(hour: int, words: str):
    at = datetime(2027, 1, 2, hour, 5, tzinfo=KOLKATA)
    assert in_language("hi", lambda: time_words(at.time())).replace("\N{NO-BREAK SPACE}", " ") == words


def test_every_day_of_a_year_has_words_in_every_language():
    days = {
        in_language(language, partial(weekday_and_date, date(2028, month, day)))
        for language in LANGUAGES
        for month in range(1, 13)
        for day in (1, 28)
    }
    assert len(days) == 96


def test_the_code_holds_the_address_and_no_style():
    svg = qr_svg("https://chat.example.org/w/95")
    assert modules_of(svg) == {
        (x, y)
        for y, row in enumerate(segno.make_qr("https://chat.example.org/w/95", error="m").matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    }
    assert " style=" not in svg


def modules_of(svg: str) -> set[tuple[int, int]]:
    """The dark fields, as the path of horizontal lines draws them: M, m and h in steps of one field."""
    path = re.search(r'stroke="#000" d="([^"]+)"', svg)
    assert path is not None
    dark, x, y = set(), 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path[1]):
        values = [float(number) for number in numbers.split()]
        if command == "h":
            dark |= {(round(x) + step - 4, int(y) - 4) for step in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return dark
