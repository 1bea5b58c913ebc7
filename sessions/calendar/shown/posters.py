"""The text of a printed poster for one month's chat, in Bengali, Hindi and English; pure.

The words stand here and not in the catalogues, because all three languages are on one sheet.
"""

from dataclasses import dataclass
from datetime import date, datetime

import segno

from sessions.text.bilingual import bengali_digits, date_words, time_words, weekday_words

LANGUAGES = ("bn", "hi", "en")

HEADINGS = {
    "bn": "পৌর প্রতিনিধিকে প্রশ্ন করুন",
    "hi": "अपने पार्षद से सवाल पूछिए",
    "en": "Ask your councillor",
}
WARDS = {"bn": "ওয়ার্ড {number}", "hi": "वार्ड {number}", "en": "Ward {number}"}
CALLS = {
    "bn": "লাইভ চ্যাট, আপনার ফোনেই। আগে থেকেও প্রশ্ন করা যায়।",
    "hi": "लाइव चैट, आपके फ़ोन पर। सवाल पहले से भी पूछ सकते हैं।",
    "en": "A live chat on your phone. You can ask beforehand, too.",
}
NEW_DATES = {
    "bn": "নতুন তারিখ! আগে ছিল {day}।",
    "hi": "नई तारीख! पहले {day} थी।",
    "en": "New date! It was {day} before.",
}
MY_CHATS = {
    "bn": "আপনার ওয়ার্ডের চ্যাট এখানে। স্ক্যান করুন বা লিখুন:",
    "hi": "आपके वार्ड की चैट यहाँ है। स्कैन करें या लिखें:",
    "en": "Your ward’s chat is here. Scan, or type:",
}
HINDI_MONTHS = (
    "जनवरी",
    "फ़रवरी",
    "मार्च",
    "अप्रैल",
    "मई",
    "जून",
    "जुलाई",
    "अगस्त",
    "सितंबर",
    "अक्टूबर",
    "नवंबर",
    "दिसंबर",
)
HINDI_WEEKDAYS = ("सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार")
HINDI_HOURS = ((4, "रात"), (12, "सुबह"), (16, "दोपहर"), (20, "शाम"), (24, "रात"))
"""The hour at which each part of the day ends."""


@dataclass(frozen=True, slots=True)
class Block:
    """The sheet's part in one language."""

    language: str
    heading: str
    ward: str
    dates: list["PosterLine"]
    call: str


@dataclass(frozen=True, slots=True)
class PosterLine:
    """One date. new_date: from which day it was moved; empty where it was not."""

    day: str
    hour: str
    new_date: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A date for the poster: its start in the city's time zone, and the day that it was moved from, if any."""

    starts_at: datetime
    moved_from: date | None = None


def blocks_of(ward: int, dates: list[Printed]) -> list[Block]:
    """The text of the sheet in each of its languages."""
    return [
        Block(
            language=language,
            heading=HEADINGS[language],
            ward=WARDS[language].format(number=bengali_digits(ward) if language == "bn" else ward),
            dates=[_line(each, language) for each in dates],
            call=CALLS[language],
        )
        for language in LANGUAGES
    ]


def invitations() -> list[tuple[str, str, str]]:
    """The text of the sheet for all wards: language, heading and invitation."""
    return [(language, HEADINGS[language], MY_CHATS[language]) for language in LANGUAGES]


def qr_svg(address: str, *, css_class: str = "poster__qr") -> str:
    """The address as a QR code in SVG, without inline styles, which our own security policy forbids."""
    code = segno.make_qr(address, error="m")
    return code.svg_inline(border=4, omitsize=True, svgclass=css_class, lineclass=None, dark="#000", light="#fff")


def day_words(day: date, language: str) -> str:
    """Saturday, 2 January 2027; শনিবার, ২ জানুয়ারি ২০২৭; शनिवार, 2 जनवरी 2027."""
    if language == "hi":
        return f"{HINDI_WEEKDAYS[day.weekday()]}, {day.day} {HINDI_MONTHS[day.month - 1]} {day.year}"
    return f"{weekday_words(day).in_language(language)}, {date_words(day).in_language(language)}"


def hour_words(at: datetime, language: str) -> str:
    """6:30 pm; সন্ধ্যা ৬:৩০; शाम 6:30 बजे."""
    if language == "hi":
        part_of_day = next(name for until, name in HINDI_HOURS if at.hour < until)
        return f"{part_of_day} {at.hour % 12 or 12}:{at:%M} बजे"
    return time_words(at.time()).in_language(language)


def _line(printed: Printed, language: str) -> PosterLine:
    new_date = ""
    if printed.moved_from is not None:
        new_date = NEW_DATES[language].format(day=day_words(printed.moved_from, language))
    return PosterLine(day_words(printed.starts_at.date(), language), hour_words(printed.starts_at, language), new_date)
