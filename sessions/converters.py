"""Months and years in addresses: 2027-01 and 2027, as the first day of each."""

from datetime import date

from sessions.calendar.shown.month import first_of


class MonthConverter:
    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> date:
        """A ValueError (for a thirteenth month, or one without a page) leads to a 404."""
        year, month = value.split("-")
        return first_of(int(year), int(month))

    def to_url(self, value: date) -> str:
        return f"{value.year:04}-{value.month:02}"


class YearConverter:
    regex = r"\d{4}"

    def to_python(self, value: str) -> int:
        return first_of(int(value), 1).year

    def to_url(self, value: int) -> str:
        return f"{value:04}"
