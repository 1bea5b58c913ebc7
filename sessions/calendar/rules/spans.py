"""Closed ranges and election freezes: from a day to a day, both included, with a public reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sessions.calendar.rules.errors import ScheduleError
from sessions.text.bilingual import Bilingual, range_words

_ENDS_FIRST = Bilingual("The last day, {to}, is before the first, {first}.", "শেষ দিন {to} প্রথম দিন {first}-এর আগে।")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from from_on to to_on, both included. Raises ScheduleError to where it ends before it begins."""

    from_on: date
    to_on: date
    reason: Bilingual | None = None

    def __post_init__(self) -> None:
        if self.to_on < self.from_on:
            first, to = range_words(self.from_on, self.from_on), range_words(self.to_on, self.to_on)
            raise ScheduleError("to", _ENDS_FIRST.fill(to=to, first=first))

    def __contains__(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on


def find_span(spans: Iterable[Span], day: date) -> Span | None:
    """The span with this day; of several, the one that begins first, then the longest."""
    holding = [span for span in spans if day in span]
    return min(holding, key=lambda span: (span.from_on, -span.to_on.toordinal()), default=None)


def closed_words(span: Span) -> Bilingual:
    """6 to 9 October 2027 are closed: Durga Puja. A clause, which can follow "because"."""
    is_one_day = span.from_on == span.to_on
    clause = Bilingual("{days} is closed" if is_one_day else "{days} are closed", "{days} বন্ধ")
    return _with_reason(clause.fill(days=range_words(span.from_on, span.to_on)), span)


def freeze_words(span: Span) -> Bilingual:
    """An election freeze lasts from 1 to 20 October 2027: by-election. A clause, as above."""
    clause = Bilingual("an election freeze lasts from {days}", "{days} নির্বাচনী বিরতি")
    if span.from_on == span.to_on:
        clause = Bilingual("there is an election freeze on {days}", "{days} নির্বাচনী বিরতি")
    return _with_reason(clause.fill(days=range_words(span.from_on, span.to_on)), span)


def _with_reason(clause: Bilingual, span: Span) -> Bilingual:
    if span.reason is None:
        return clause
    return Bilingual("{clause}: {reason}", "{clause}: {reason}").fill(clause=clause, reason=span.reason)
