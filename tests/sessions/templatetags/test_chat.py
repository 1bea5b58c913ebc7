"""Numbers, moments and names are written as the reader writes them."""

from datetime import UTC, date, datetime
from unicodedata import normalize

import pytest
from django.utils import timezone
from django.utils.translation import override

from sessions.city.display import clock_time, office_holder, short_date, shown_label, ward_name, weekday_date
from sessions.models import Office, OfficeKind, Ward
from sessions.record.office_words import answer_by, office_holder_then
from sessions.record.transcript import GivenAnswer
from sessions.templatetags import chat
from tests.running.tables import table

EVENING = datetime(2027, 1, 2, 13, 0, tzinfo=UTC)  # 6:30 pm in Kolkata


@table(
    ("hour", "english", "bengali"),
    [
        (0, "12:30 am", "রাত ১২:৩০"),
        (5, "5:30 am", "ভোর ৫:৩০"),
        (9, "9:30 am", "সকাল ৯:৩০"),
        (12, "12:30 pm", "দুপুর ১২:৩০"),
        (16, "4:30 pm", "বিকেল ৪:৩০"),
        (18, "6:30 pm", "সন্ধ্যা ৬:৩০"),
        (21, "9:30 pm", "রাত ৯:৩০"),
    ],
)
def test_the_time_of_day_is_the_citys(hour: int, english: str, bengali: str) -> None:
    at = datetime(2027, 1, 2, (hour - 5) % 24, 0, tzinfo=UTC)
    with override("en"):
        assert clock_time(at) == english.replace(" ", "\N{NO-BREAK SPACE}")
    with override("bn"):
        assert clock_time(at) == bengali.replace(" ", "\N{NO-BREAK SPACE}")


def test_a_late_evening_in_utc_is_the_next_day_in_the_city() -> None:
    with override("en"):
        assert short_date(datetime(2027, 1, 2, 20, 0, tzinfo=UTC)) == "3 January 2027"


def test_days_are_named_in_the_readers_language() -> None:
    with override("en"):
        assert (short_date(date(2027, 1, 2)), weekday_date(EVENING)) == (
            "2 January 2027",
            "Saturday 2 January",
        )
    with override("bn"):
        days = [normalize("NFC", day) for day in (short_date(date(2027, 1, 2)), weekday_date(EVENING))]
        assert days == [normalize("NFC", day) for day in ("২ জানুয়ারি ২০২৭", "শনিবার ২ জানুয়ারি")]


def test_a_moment_is_readable_by_machines_too() -> None:
    with override("en"):
        both = chat.moment(EVENING, "both")
    assert both == '<time datetime="2027-01-02T18:30:00+05:30">2 January 2027, 6:30\N{NO-BREAK SPACE}pm</time>'


def test_the_plain_label_is_translated_and_a_chosen_one_is_not() -> None:
    with override("bn"):
        assert shown_label("Resident, ward 95") == "বাসিন্দা, ওয়ার্ড ৯৫"
        assert shown_label("Resident, ward nine") == "Resident, ward nine"
        assert shown_label("শ্যামল") == "শ্যামল"


def test_an_office_is_named_with_its_holder() -> None:
    office = Office(kind=OfficeKind.COUNCILLOR, names={"en": "Asha Sen", "bn": "আশা সেন"})
    facts = {"kind": "councillor", "name_en": "Asha Sen", "name_bn": "আশা সেন"}
    with override("en"):
        assert office_holder(office) == office_holder_then(facts) == "Councillor Asha Sen"
        assert office_holder(Office(kind=OfficeKind.ADMINISTRATOR)) == "Administrator"
    with override("bn"):
        assert office_holder_then(facts).endswith("আশা সেন")


def test_an_answer_by_another_holder_keeps_that_name() -> None:
    facts = {"kind": "councillor", "name_en": "Asha Sen", "name_bn": "আশা সেন"}
    own, other = (GivenAnswer("a-1", "Yes.", by, "councillor", EVENING) for by in ("Asha Sen", "Rina Das"))
    with override("bn"):
        assert answer_by(own, facts).endswith("আশা সেন")
        assert answer_by(other, facts).endswith("Rina Das")


def test_a_ward_is_named_by_its_number() -> None:
    with override("bn"):
        assert ward_name(Ward(number=95)) == ward_name(95) == "ওয়ার্ড ৯৫"


@pytest.mark.parametrize(
    ("zone", "minutes"), [("Asia/Kolkata", 330), ("UTC", 0), ("Asia/Kathmandu", 345), ("America/Lima", -300)]
)
def test_a_zone_without_summer_time_has_one_offset(zone: str, minutes: int) -> None:
    with timezone.override(zone):
        assert chat.zone_attributes() == f' data-time-zone="{zone}" data-utc-offset="{minutes}"'


@pytest.mark.parametrize("zone", ["Europe/London", "Africa/Casablanca", "Australia/Lord_Howe"])
def test_a_zone_that_changes_has_none(zone: str) -> None:
    with timezone.override(zone):
        assert chat.zone_attributes() == f' data-time-zone="{zone}"'


def test_a_number_in_a_heading_stands_on_one_line() -> None:
    shown = chat.unbroken_numbers("Promise ৯৮-P-২০২৭-১২ & <b>")
    assert shown == 'Promise <span class="unbroken">৯৮-P-২০২৭-১২</span> &amp; &lt;b&gt;'


def test_the_colon_behind_a_number_does_not_begin_the_next_line() -> None:
    assert chat.unbroken_numbers("Complaint 95-2027-0143: a hole") == (
        'Complaint <span class="unbroken">95-2027-0143:</span> a hole'
    )


def test_a_word_with_a_hyphen_stands_on_one_line_and_is_escaped() -> None:
    assert chat.with_whole_words("Code by e-mail") == 'Code by <span class="unbroken">e-mail</span>'
    assert chat.with_whole_words("<b> a-b") == '&lt;b&gt; <span class="unbroken">a-b</span>'
