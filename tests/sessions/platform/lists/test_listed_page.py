from dataclasses import dataclass

import pytest

from sessions.platform.lists.listed_page import ListedPage, in_batches, page_of_rows


@dataclass(frozen=True)
class Entry:
    number: str


ENTRIES = [Entry(f"95-{n}") for n in range(5)]


def page_before(before: str) -> ListedPage[Entry]:
    start = next((place + 1 for place, each in enumerate(ENTRIES) if each.number == before), 0)
    return page_of_rows(ENTRIES[start : start + 3], 2)


def test_a_page_with_more_behind_it_says_where_they_begin() -> None:
    assert page_of_rows(ENTRIES[:3], 2) == ListedPage(ENTRIES[:2], "95-1")


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_page_without_more_behind_it_is_the_last_one(count: int) -> None:
    assert page_of_rows(ENTRIES[:count], 2) == ListedPage(ENTRIES[:count], "")


def test_all_pages_together_hold_every_row_once() -> None:
    batches = list(in_batches(page_before, lambda each: {"number": each.number}))
    assert [[row["number"] for row in batch] for batch in batches] == [["95-0", "95-1"], ["95-2", "95-3"], ["95-4"]]
