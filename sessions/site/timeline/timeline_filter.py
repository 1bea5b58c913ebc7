"""What a reader wants to see of a timeline: one form of address for all pages that have one; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from sessions.models import TimelineKind, TimelineNews
from sessions.site.timeline.cursor import LONGEST_CURSOR, Cursor

KINDS = tuple(TimelineKind.values)
NEWS = tuple(TimelineNews.values)


@dataclass(frozen=True, slots=True)
class TimelineFilter:
    """Blank or None: all. before: only what is older."""

    kind: str = ""
    news: str = ""
    before: Cursor | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read the filter from `kind`, `news` and `before` of an address; what cannot be a value filters nothing."""
        kind, news = query.get("kind", ""), query.get("news", "")
        before = Cursor.read(query.get("before", "")[: LONGEST_CURSOR + 1])
        return cls(kind if kind in KINDS else "", news if news in NEWS else "", before)

    def parameters(self) -> dict[str, str]:
        """The parameters of an address with the same kind and news, for the newest page."""
        return {name: value for name, value in (("kind", self.kind), ("news", self.news)) if value}

    @property
    def is_any(self) -> bool:
        return bool(self.kind or self.news)
