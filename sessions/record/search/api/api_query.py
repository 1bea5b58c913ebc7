"""What a program asks of the API: strictly read, so that a mistyped filter is told and never ignored; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from sessions.contract.limits import API_MOST_PER_PAGE, API_PER_PAGE, MAX_RECORD_SEARCH_LENGTH
from sessions.platform.text.form_values import number_in
from sessions.record.search.filters import FILTER_NAMES, SearchFilters
from sessions.record.search.search_terms import SearchTerms

CURSOR_DIGITS = 18
PARAMETERS = ("q", *FILTER_NAMES, "limit", "cursor")


class BadParameter(ValueError):
    """An invalid parameter of a query. name: the parameter, which is unknown or has a value that it cannot have."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name}: {what}")
        self.name = name


@dataclass(frozen=True, slots=True)
class ApiQuery:
    """A query of a program. before: the position after which the page begins, counted down; None for the newest."""

    typed: str
    terms: SearchTerms
    filters: SearchFilters
    limit: int
    before: int | None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """Raises BadParameter. An empty value is no filter."""
        given = {name: value.strip() for name, value in query.items() if value.strip()}
        for name in given:
            if name not in PARAMETERS:
                raise BadParameter(name[:40], f"unknown; there are {', '.join(PARAMETERS)}")
        typed = given.get("q", "")
        if len(typed) > MAX_RECORD_SEARCH_LENGTH:
            raise BadParameter("q", f"longer than {MAX_RECORD_SEARCH_LENGTH} characters")
        filters, terms = SearchFilters.from_query(given), SearchTerms.of(typed)
        if typed and not terms:
            raise BadParameter("q", "holds no word")
        for name in FILTER_NAMES:
            if name in given and name not in filters.query():
                raise BadParameter(name, "no such value")
        limit = _number(given, "limit", 3) or API_PER_PAGE
        if limit > API_MOST_PER_PAGE:
            raise BadParameter("limit", f"more than {API_MOST_PER_PAGE}")
        return cls(typed, terms, filters, limit, _number(given, "cursor", CURSOR_DIGITS))

    @property
    def is_search(self) -> bool:
        return bool(self.terms) or self.filters.is_of_questions

    def following(self, before: int) -> dict[str, str]:
        """The parameters of the next page."""
        given = ({"q": self.typed} if self.typed else {}) | self.filters.query()
        return given | {"limit": str(self.limit), "cursor": str(before)}


def _number(given: Mapping[str, str], name: str, most_digits: int) -> int | None:
    if name not in given:
        return None
    number = number_in(given[name], most_digits)
    if not number:
        raise BadParameter(name, "not a number from 1 on")
    return number
