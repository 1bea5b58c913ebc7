from datetime import date

import pytest

from sessions.platform.pages.converters import MonthConverter, YearConverter
from tests.running.tables import table


def test_a_month_and_a_year_read_back_what_they_write():
    month, year = MonthConverter(), YearConverter()
    assert (month.to_url(date(2027, 1, 1)), month.to_python("2027-01")) == ("2027-01", date(2027, 1, 1))
    assert (year.to_url(2027), year.to_python("2027")) == ("2027", 2027)


@table("text", ["2027-00", "2027-13", "1999-12", "2200-01"])
def test_what_is_no_month_of_ours_is_no_address(text: str):
    with pytest.raises(ValueError, match=r"month|year"):
        MonthConverter().to_python(text)
