"""Closed ranges and election freezes: from a day to a day, both included, with a public reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sessions.chats.calendar.rules.errors import ScheduleError
from sessions.platform.text.by_language import ByLanguage, for_reader, gettext, pgettext
from sessions.platform.text.spoken.dates import date_words, range_words


@dataclass(frozen=True, slots=True)
class Span:
    """Days from from_on to to_on, both included. Raises ScheduleError to where it ends before it begins."""

    from_on: date
    to_on: date
    reason: ByLanguage | None = None

    def __post_init__(self) -> None:
        if self.to_on < self.from_on:
            message = gettext("The last day, {to}, is before the first, {first}.")
            raise ScheduleError("to", message.format(to=date_words(self.to_on), first=date_words(self.from_on)))

    def __contains__(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on


def find_span(spans: Iterable[Span], day: date) -> Span | None:
    """The span with this day; of several, the one that begins first, then the longest."""
    holding = [span for span in spans if day in span]
    return min(holding, key=lambda span: (span.from_on, -span.to_on.toordinal()), default=None)


def closed_words(span: Span) -> str:
    """6 to 9 October 2027 are closed: Durga Puja. A clause of the active language, which can follow "because"."""
    if span.from_on == span.to_on:
        return _clause_of(span, pgettext("a clause", "{days} is closed"))
    return _clause_of(span, pgettext("a clause", "{days} are closed"))


def freeze_words(span: Span) -> str:
    """An election freeze lasts from 1 to 20 October 2027: by-election. A clause, as above."""
    if span.from_on == span.to_on:
        return _clause_of(span, pgettext("a clause", "there is an election freeze on {days}"))
    return _clause_of(span, pgettext("a clause", "an election freeze lasts from {days}"))


def _clause_of(span: Span, form: str) -> str:
    """Put the days into a clause. form: a clause with its {days}; the reason follows it."""
    clause = form.format(days=range_words(span.from_on, span.to_on))
    if span.reason is None:
        return clause
    return pgettext("a clause", "{clause}: {reason}").format(clause=clause, reason=for_reader(span.reason))
