from datetime import date

import pytest

from sessions.digests.days import due_month, moments_of


@pytest.mark.parametrize(
    ("today", "closed", "month"),
    [
        (date(2027, 3, 31), [], date(2027, 2, 1)),
        (date(2027, 4, 1), [], date(2027, 3, 1)),
        (date(2027, 4, 1), [(date(2027, 4, 1), date(2027, 4, 2))], None),
        (date(2027, 4, 4), [(date(2027, 4, 1), date(2027, 4, 2))], None),
        (date(2027, 4, 5), [(date(2027, 4, 1), date(2027, 4, 2))], date(2027, 3, 1)),
        (date(2027, 5, 1), [], None),  # a Saturday
        (date(2027, 5, 3), [], date(2027, 4, 1)),
        (date(2028, 1, 3), [], date(2027, 12, 1)),
    ],
)
def test_it_is_made_from_the_first_working_day_on(today: date, closed: list[tuple[date, date]], month: date) -> None:
    assert due_month(today, closed) == month


def test_a_month_is_the_citys(settings: object) -> None:
    begin, end = moments_of(date(2027, 12, 1))
    assert (begin.isoformat(), end.isoformat()) == ("2027-12-01T00:00:00+05:30", "2028-01-01T00:00:00+05:30")
