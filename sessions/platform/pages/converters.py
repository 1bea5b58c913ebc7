"""Months and years in addresses, as the first day of each (2027-01, 2027); numbers of complaints (95-2027-0143),
promises (95-P-2027-12) and activities (95-A-2027-3)."""

from datetime import date

from sessions.platform.text.months import first_of


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


class MatterConverter:
    """A complaint's number as written in the address; the page reads it, and leads to the stored number's address."""

    regex = r"[0-9]{1,3}-[0-9]{4}-[0-9]{1,7}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PromiseConverter(MatterConverter):
    """A promise's number as written in the address, in any case."""

    regex = r"[0-9]{1,3}-[Pp]-[0-9]{4}-[0-9]{1,7}"


class ActivityConverter(MatterConverter):
    """An activity's number as written in the address, in any case."""

    regex = r"[0-9A-Za-z]{1,8}-[Aa]-[0-9]{4}-[0-9]{1,7}"
