from datetime import date

import pytest

from sessions.months import month_before, next_month


@pytest.mark.parametrize("day", [date(2027, 12, 1), date(2027, 12, 31)])
def test_the_month_after_december_is_the_next_years_january(day: date) -> None:
    assert next_month(day) == date(2028, 1, 1)


@pytest.mark.parametrize("day", [date(2028, 1, 1), date(2028, 1, 31)])
def test_the_month_before_january_is_the_last_years_december(day: date) -> None:
    assert month_before(day) == date(2027, 12, 1)


def test_each_month_is_the_one_before_the_next_one() -> None:
    months = [date(2027 + place // 12, place % 12 + 1, 1) for place in range(24)]
    assert [month_before(next_month(month)) for month in months] == months
