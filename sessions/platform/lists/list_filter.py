"""What a reader asks for of a list, in the parameters of an address: the same for the list, its files and its feeds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from sessions.contract.limits import MAX_RECORD_SEARCH_LENGTH, MAX_WARD_DIGITS
from sessions.platform.text.form_values import number_in, without_controls
from sessions.platform.text.text_input import fold_digits

LONGEST = 40
LONGEST_CODE = 8
"""Characters of a borough's code."""


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Blank, None or False: not filtered by it. q: words as typed; ward: its number; borough: its code."""

    q: str = ""
    ward: int | None = None
    borough: str = ""
    kind: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], *, kinds: Collection[str]) -> tuple[dict[str, Any], dict[str, str]]:
        """The values that every list has, and all parameters as text; what cannot be a value filters nothing."""
        given = {each.name: query.get(each.name, "")[:LONGEST].strip() for each in fields(cls)}
        values: dict[str, Any] = {
            "q": without_controls(query.get("q", "")).strip()[:MAX_RECORD_SEARCH_LENGTH],
            "ward": number_in(fold_digits(given["ward"]), MAX_WARD_DIGITS),
            "borough": given["borough"] if len(given["borough"]) <= LONGEST_CODE else "",
            "kind": given["kind"] if given["kind"] in kinds else "",
        }
        return values, given

    @property
    def is_any(self) -> bool:
        return bool(self.parameters())

    def parameters(self) -> dict[str, str]:
        """Return the parameters of an address with these filters."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: "1" if value is True else str(value) for name, value in given.items() if value}

    def query(self) -> str:
        return urlencode(self.parameters())
