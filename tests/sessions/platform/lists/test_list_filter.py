from dataclasses import dataclass
from typing import Self

from sessions.platform.lists.list_filter import ListFilter


@dataclass(frozen=True, slots=True)
class Wanted(ListFilter):
    late: bool = False

    @classmethod
    def of(cls, **query: str) -> Self:
        values, given = cls.read(query, kinds=("one", "two"))
        return cls(**values, late=bool(given["late"]))


def test_an_address_tells_what_is_asked_for_and_is_read_again() -> None:
    wanted = Wanted(q="জল & drains", ward=95, borough="X", kind="one", late=True)
    assert Wanted.of(**wanted.parameters()) == wanted
    assert wanted.query() == "q=%E0%A6%9C%E0%A6%B2+%26+drains&ward=95&borough=X&kind=one&late=1"


def test_what_cannot_be_a_value_filters_nothing() -> None:
    wanted = Wanted.of(ward="ninety", borough="far too long", kind="three")
    assert (wanted, wanted.is_any) == (Wanted(), False)


def test_a_ward_is_read_in_digits_of_any_script() -> None:
    assert Wanted.of(ward=" ৯৫ ").ward == 95
