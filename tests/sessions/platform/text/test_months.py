from datetime import date

import pytest

from sessions.platform.text.months import month_before, next_month, read_year, read_year_and_month


@pytest.mark.parametrize("day", [date(2027, 12, 1), date(2027, 12, 31)])
def test_the_month_after_december_is_the_next_years_january(day: date) -> None:
    assert next_month(day) == date(2028, 1, 1)


@pytest.mark.parametrize("day", [date(2028, 1, 1), date(2028, 1, 31)])
def test_the_month_before_january_is_the_last_years_december(day: date) -> None:
    assert month_before(day) == date(2027, 12, 1)


def test_each_month_is_the_one_before_the_next_one() -> None:
    months = [date(2027 + place // 12, place % 12 + 1, 1) for place in range(24)]
    assert [month_before(next_month(month)) for month in months] == months


def test_a_written_month_is_one_of_twelve_in_a_year_with_pages() -> None:
    assert read_year_and_month("2027-12") == date(2027, 12, 1)
    wrong = (
        "",
        "2027-13",
        "2027-00",
        "1999-12",
        "2200-01",
        "0001-01",
        "27-01",
        "2027-1",
        "2027-01-",
        "২০২৭-০১",
        "2027−01",
    )
    assert [read_year_and_month(each) for each in wrong] == [None] * len(wrong)


def test_a_written_year_is_one_with_pages() -> None:
    assert [read_year(each) for each in ("2000", "2027", "2199")] == [2000, 2027, 2199]
    wrong = ("", "1999", "2200", "27", "02027", "2027 ", "-2027", "২০২৭", "²⁰²⁷")
    assert [read_year(each) for each in wrong] == [None] * len(wrong)
