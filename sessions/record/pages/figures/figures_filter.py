"""Which figures a reader asks for: some wards beside each other, one month."""

import re
from dataclasses import dataclass
from datetime import date

from sessions.contract.limits import MAX_WARDS_LENGTH
from sessions.platform.text.digits import digits
from sessions.platform.text.months import read_year_and_month
from sessions.platform.text.text_input import LONGEST_WRITTEN_NUMBER, fold_digits

MOST_WARDS = 4
"""Wards that are compared at once: no screen has room for more columns."""

_NUMBERS = re.compile(r"(?<![0-9])[0-9]{1,3}(?![0-9])")


@dataclass(frozen=True, slots=True)
class FiguresFilter:
    """The filter of the figures. wards: their numbers, empty for all. month: its first day, None for all."""

    wards: tuple[int, ...] = ()
    month: date | None = None

    @classmethod
    def from_query(cls, wards: str, month: str) -> "FiguresFilter":
        """Read the filter from an address.

        wards: numbers in any digits, such as “95, ৯৬”. What cannot be one, or a month (2026-11), filters nothing.
        """
        numbers = map(int, _NUMBERS.findall(fold_digits(wards[:MAX_WARDS_LENGTH])))
        written_month = fold_digits(month[:LONGEST_WRITTEN_NUMBER])
        return cls(tuple(dict.fromkeys(numbers))[:MOST_WARDS], read_year_and_month(written_month))

    @property
    def ward_numbers(self) -> str:
        """The numbers of the wards as the form shows them."""
        return ", ".join(digits(ward) for ward in self.wards)

    @property
    def month_value(self) -> str:
        """The month as the address has it, such as 2026-11; blank for all."""
        return f"{self.month:%Y-%m}" if self.month else ""
