import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import segno

from sessions.calendar.shown.posters import LANGUAGES, Printed, blocks_of, day_words, hour_words, qr_svg
from sessions.text.bilingual import MONTHS
from tests.tables import table

KOLKATA = ZoneInfo("Asia/Kolkata")
SATURDAY = datetime(2027, 1, 2, 18, 0, tzinfo=KOLKATA)


def test_the_sheet_says_the_same_in_three_languages():
    shown = [
        (block.language, block.ward, block.dates[0].day, block.dates[0].hour.replace("\N{NO-BREAK SPACE}", " "))
        for block in blocks_of(95, [Printed(SATURDAY)])
    ]
    assert shown == [
        ("bn", "ওয়ার্ড ৯৫", f"শনিবার, ২ {MONTHS[0].bn} ২০২৭", "সন্ধ্যা ৬:০০"),
        ("hi", "वार्ड 95", "शनिवार, 2 जनवरी 2027", "शाम 6:00 बजे"),
        ("en", "Ward 95", "Saturday, 2 January 2027", "6:00 pm"),
    ]


def test_a_moved_date_is_called_new():
    moved = Printed(SATURDAY, moved_from=date(2027, 1, 1))
    assert [block.dates[0].new_date for block in blocks_of(95, [moved])] == [
        f"নতুন তারিখ! আগে ছিল শুক্রবার, ১ {MONTHS[0].bn} ২০২৭।",
        "नई तारीख! पहले शुक्रवार, 1 जनवरी 2027 थी।",
        "New date! It was Friday, 1 January 2027 before.",
    ]
    assert [block.dates[0].new_date for block in blocks_of(95, [Printed(SATURDAY)])] == [""] * 3


@table(
    ("hour", "words"),
    [(0, "रात 12:05 बजे"), (4, "सुबह 4:05 बजे"), (12, "दोपहर 12:05 बजे"), (16, "शाम 4:05 बजे"), (20, "रात 8:05 बजे")],
)
def test_hindi_names_the_part_of_the_day(hour: int, words: str):
    assert hour_words(datetime(2027, 1, 2, hour, 5, tzinfo=KOLKATA), "hi") == words


def test_every_day_of_a_year_has_words_in_every_language():
    days = {
        day_words(date(2028, month, day), language)
        for language in LANGUAGES
        for month in range(1, 13)
        for day in (1, 28)
    }
    assert len(days) == 72


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
