"""A page of a list, and the whole list page by page; pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class HasNumber(Protocol):
    @property
    def number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ListedPage[Row: HasNumber]:
    """One page of a list. older: the number before which the next page begins; blank for the last page."""

    rows: Sequence[Row]
    older: str = ""


def page_of_rows[Row: HasNumber](found: Sequence[Row], per_page: int) -> ListedPage[Row]:
    """Cut a page from the rows. found: one more than a page holds, where there are more."""
    return ListedPage(found[:per_page], found[per_page - 1].number if len(found) > per_page else "")


def in_batches[Row: HasNumber](
    page_before: Callable[[str], ListedPage[Row]], row_of: Callable[[Row], dict[str, Any]]
) -> Iterator[list[dict[str, Any]]]:
    """All rows of all pages. Each page has its own query: a slow download holds nothing open, and one is in memory."""
    before: str | None = ""
    while before is not None:
        page = page_before(before)
        yield [row_of(row) for row in page.rows]
        before = page.older or None
