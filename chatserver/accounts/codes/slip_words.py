"""The text of a printed slip with a code, in Bengali, Hindi and English; pure.

The words stand here and not in the catalogues, because all three languages are on one slip.
"""

from dataclasses import dataclass
from datetime import date

from sessions.text.bilingual import bengali_digits, date_words

LANGUAGES = ("bn", "hi", "en")
HEADINGS = {
    "bn": "কাউন্সিলরের লাইভ চ্যাট, ওয়ার্ড {ward}",
    "hi": "पार्षद से लाइव चैट, वार्ड {ward}",
    "en": "Councillor Live Chat, ward {ward}",
}
CALLS = {
    "bn": "এই ঠিকানায় যান, তারপর নীচের বারোটি সংখ্যা লিখুন। কোডটি একবারই চলবে, {day} পর্যন্ত।",
    "hi": "इस पते पर जाइए और नीचे के बारह अंक लिखिए। कोड एक ही बार चलेगा, {day} तक।",
    "en": "Go to this address and type the twelve digits below. The code works once, until {day}.",
}


@dataclass(frozen=True, slots=True)
class SlipBlock:
    language: str
    heading: str
    call: str


def slip_blocks(ward: int, until: date) -> list[SlipBlock]:
    """The text in each language. In Hindi the date is in figures: our tables have no Hindi months."""
    days = {
        "bn": date_words(until).in_language("bn"),
        "hi": f"{until:%d-%m-%Y}",
        "en": date_words(until).in_language("en"),
    }
    wards = {"bn": bengali_digits(str(ward)), "hi": str(ward), "en": str(ward)}
    return [
        SlipBlock(
            language,
            HEADINGS[language].format(ward=wards[language]),
            CALLS[language].format(day=days[language]),
        )
        for language in LANGUAGES
    ]
