"""What the public holidays of West Bengal suggest."""

import unicodedata
from datetime import date

from sessions.chats.calendar.rules.holiday_suggestions import find_holidays_on, suggest_holidays
from tests.running.tables import table


@table(
    ("day", "en", "bn"),
    [
        ("2027-01-26", "Republic Day", "প্রজাতন্ত্র দিবস"),
        ("2027-10-06", "Mahasaptami", "মহাসপ্তমী"),
        ("2027-10-09", "Vijayadashami", "বিজয়া দশমী"),
        ("2027-12-25", "Christmas", "বড়দিন"),
    ],
)
def test_a_holiday_has_its_name_in_each_language(day: str, en: str, bn: str):
    [holiday] = find_holidays_on([date.fromisoformat(day)])
    assert (holiday.name["en"], holiday.name["bn"]) == (en, unicodedata.normalize("NFC", bn))
    assert not holiday.is_optional


def test_the_days_of_durga_puja_stand_together():
    puja = suggest_holidays(from_on=date(2027, 10, 5), to_on=date(2027, 10, 14))
    assert [holiday.on.day for holiday in puja] == [6, 7, 8, 9]


def test_a_day_that_hangs_on_the_moon_is_marked():
    [eid] = find_holidays_on([date(2027, 3, 10)])
    assert (eid.name["en"], eid.is_estimated, eid.is_optional) == ("Id-ul-Fitr (estimated)", True, False)


def test_saraswati_puja_is_one_that_offices_may_keep():
    [puja] = find_holidays_on([date(2027, 2, 11)])
    assert puja.is_optional


def test_only_the_days_asked_about_are_suggested_in_their_order():
    found = suggest_holidays(from_on=date(2027, 12, 25), to_on=date(2028, 1, 26))
    assert (found[0].on, found[-1].on) == (date(2027, 12, 25), date(2028, 1, 26))
    assert [holiday.on for holiday in found] == sorted({holiday.on for holiday in found})
    assert find_holidays_on([]) == find_holidays_on([date(2027, 10, 5)]) == []


def test_where_nothing_is_known_nothing_is_suggested():
    assert suggest_holidays(from_on=date(2036, 1, 1), to_on=date(2200, 12, 31)) == []
    assert suggest_holidays(from_on=date(1990, 1, 1), to_on=date(2000, 12, 31)) == []


def test_every_name_is_in_one_form():
    for holiday in suggest_holidays(from_on=date(2026, 1, 1), to_on=date(2035, 12, 31)):
        assert {*holiday.name} == {"bn", "en", "hi", "ur"}
        assert all(unicodedata.is_normalized("NFC", name) for name in holiday.name.values())
        assert len({*holiday.name.values()}) == 4, holiday.name
