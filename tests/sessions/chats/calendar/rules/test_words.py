"""Rules in plain words."""

import unicodedata
from datetime import date, time
from functools import partial

import pytest
from django.utils import translation
from django.utils.formats import date_format
from hypothesis import given

from sessions.chats.calendar.rules.parsing import parse_rule
from sessions.chats.calendar.rules.rule import Rule
from sessions.chats.calendar.rules.spans import Span, closed_words
from sessions.chats.calendar.rules.words import rule_in_words, schedule_in_words
from sessions.platform.text.by_language import in_every_language, in_language
from sessions.platform.text.spoken.dates import range_words, time_words, weekday_and_day
from sessions.platform.text.spoken.ordinals import ordinal_words
from sessions.platform.text.text_input import fold_digits
from tests.running.tables import table
from tests.sessions.chats.calendar.rules.strategies import RULES


@table(
    ("text", "en", "bn"),
    [
        ("BYDAY=1SA", "the first Saturday of each month", "প্রতি মাসের প্রথম শনিবার"),
        ("BYDAY=SA;BYSETPOS=1", "the first Saturday of each month", "প্রতি মাসের প্রথম শনিবার"),
        ("BYDAY=2TH", "the second Thursday of each month", "প্রতি মাসের দ্বিতীয় বৃহস্পতিবার"),
        ("BYDAY=-1FR", "the last Friday of each month", "প্রতি মাসের শেষ শুক্রবার"),
        ("BYDAY=-2FR", "the last Friday but one of each month", "প্রতি মাসের শেষ থেকে দ্বিতীয় শুক্রবার"),
        (
            "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            "the last working day but one of each month",
            "প্রতি মাসের শেষ থেকে দ্বিতীয় কর্মদিবস",
        ),
        ("BYDAY=MO,TU,WE,TH,FR;BYSETPOS=3", "the third working day of each month", "প্রতি মাসের তৃতীয় কর্মদিবস"),
        ("BYDAY=SA,SU;BYSETPOS=1", "the first weekend day of each month", "প্রতি মাসের প্রথম সপ্তাহান্তের দিন"),
        ("BYMONTHDAY=15", "the 15th of each month", "প্রতি মাসের ১৫ তারিখ"),
        ("BYMONTHDAY=-1", "the last day of each month", "প্রতি মাসের শেষ দিন"),
        ("BYMONTHDAY=-3", "the last day but two of each month", "প্রতি মাসের শেষ থেকে তৃতীয় দিন"),
        ("BYMONTHDAY=31", "the 31st of each month, where there is one", "প্রতি মাসের ৩১ তারিখ, যে মাসে তা থাকে"),
        ("BYDAY=5SA", "the fifth Saturday of each month, where there is one", "প্রতি মাসের পঞ্চম শনিবার, যে মাসে তা থাকে"),
        ("INTERVAL=2;BYDAY=1SA", "the first Saturday of every second month", "প্রতি দ্বিতীয় মাসের প্রথম শনিবার"),
        (
            "BYMONTH=1,7;BYDAY=1SA",
            "the first Saturday of each January and July",
            "প্রতি বছর জানুয়ারি ও জুলাই মাসের প্রথম শনিবার",
        ),
        (
            "INTERVAL=2;BYMONTH=1,7;BYDAY=1SA",
            "the first Saturday of every second month that is January or July",
            "প্রতি দ্বিতীয় মাসের মধ্যে জানুয়ারি বা জুলাই মাসের প্রথম শনিবার",
        ),
        (
            "BYMONTHDAY=13;BYDAY=FR",
            "the one day of each month that is a Friday, on the 13th, where there is one",
            "প্রতি মাসের যে দিনটি শুক্রবার, ১৩ তারিখ, যে মাসে তা থাকে",
        ),
        (
            "BYMONTHDAY=14,15,16;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
            "the first of these days of each month: a working day, from the 14th to the 16th",
            "প্রতি মাসের এই দিনগুলির মধ্যে প্রথমটি: কর্মদিবস, ১৪ তারিখ থেকে ১৬ তারিখ",
        ),
        (
            "BYDAY=FR,1SA;BYSETPOS=-2",
            "the last but one of these days of each month: a Friday or the first Saturday",
            "প্রতি মাসের এই দিনগুলির মধ্যে শেষ থেকে দ্বিতীয়টি: শুক্রবার বা প্রথম শনিবার",
        ),
    ],
)
def test_a_rule_is_said_in_plain_words(text: str, en: str, bn: str):
    rule = parse_rule(f"FREQ=MONTHLY;{text}")
    assert in_language("en", lambda: rule_in_words(rule)) == en
    assert in_language("bn", lambda: rule_in_words(rule)) == unicodedata.normalize("NFC", bn)


def test_a_schedule_is_said_with_its_hour_and_length():
    rule = parse_rule("FREQ=MONTHLY;BYDAY=1SA")
    words = in_every_language(lambda: schedule_in_words(rule, at=time(18, 30), minutes=90))
    assert {code: text.replace("\N{NO-BREAK SPACE}", " ") for code, text in words.items()} == {
        "bn": unicodedata.normalize("NFC", "প্রতি মাসের প্রথম শনিবার, সন্ধ্যা ৬:৩০, ৯০ মিনিট"),
        "en": "the first Saturday of each month at 6:30 pm, for 90 minutes",
        "hi": "हर महीने में पहला शनिवार, शाम ६:३० बजे, ९० मिनट",
        "ur": "ہر مہینے میں پہلا سنیچر، شام ۶:۳۰ بجے، ۹۰ منٹ",
    }


@pytest.mark.costly
@given(RULES)
def test_every_rule_has_words_in_every_language(rule: Rule):
    words = in_every_language(lambda: rule_in_words(rule))
    english = words.pop("en")
    assert english.startswith("the ")
    assert "{" not in english
    for text in words.values():
        assert not set(text) & set("{}0123456789abcdefghijklmnopqrstuvwxyz")
        assert unicodedata.is_normalized("NFC", text)


@table(
    ("from_on", "to_on", "en", "bn"),
    [
        ("2027-10-06", "2027-10-06", "6 October 2027", "৬ অক্টোবর ২০২৭"),
        ("2027-10-06", "2027-10-09", "6 to 9 October 2027", "৬ থেকে ৯ অক্টোবর ২০২৭"),
        ("2027-10-28", "2027-11-04", "28 October to 4 November 2027", "২৮ অক্টোবর থেকে ৪ নভেম্বর ২০২৭"),
        ("2027-12-30", "2028-01-02", "30 December 2027 to 2 January 2028", "৩০ ডিসেম্বর ২০২৭ থেকে ২ জানুয়ারি ২০২৮"),
    ],
)
def test_a_range_of_days_says_nothing_twice(from_on: str, to_on: str, en: str, bn: str):
    words = in_every_language(lambda: range_words(date.fromisoformat(from_on), date.fromisoformat(to_on)))
    assert (words["en"], words["bn"]) == (en, unicodedata.normalize("NFC", bn))


@table(
    ("number", "en", "bn"),
    [(1, "first", "প্রথম"), (10, "tenth", "দশম"), (11, "11th", "১১তম"), (21, "21st", "২১তম"), (112, "112th", "১১২তম")],
)
def test_places_are_words_up_to_ten_and_numbers_beyond(number: int, en: str, bn: str):
    words = in_every_language(lambda: ordinal_words(number))
    assert (words["en"], words["bn"]) == (en, bn)


@pytest.mark.parametrize("language", ["en", "bn", "ur"])
def test_months_and_weekdays_are_named_as_django_names_them(language: str):
    """Except for Hindi, where Django misspells some."""
    with translation.override(language):
        for day in (date(2027, month, month) for month in range(1, 13)):
            written = fold_digits(weekday_and_day(day))
            shown = unicodedata.normalize("NFC", date_format(day, "l j F"))
            assert written == shown


def test_the_parts_of_a_day_have_their_names():
    hours = (0, 5, 9, 13, 17, 18, 21)
    times = [in_language("bn", partial(time_words, time(hour))) for hour in hours]
    spoken = [written.split("\N{NO-BREAK SPACE}")[0] for written in times]
    assert spoken == ["রাত", "ভোর", "সকাল", "দুপুর", "বিকেল", "সন্ধ্যা", "রাত"]


def test_braces_in_a_reason_are_only_text():
    span = Span(date(2027, 1, 2), date(2027, 1, 2), {"en": "{x}"})
    assert closed_words(span) == "2 January 2027 is closed: {x}"
