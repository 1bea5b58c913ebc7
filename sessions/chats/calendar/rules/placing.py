"""Places a rule's date that falls into a closed range or an election freeze, always with a stated reason.

The declared rule, in its order:

1. A date in an election freeze stays where it is and is suspended: nothing opens and nothing is announced.
2. A date in a closed range is moved to the next free day, under the policy "next_free"; under "wait" it waits for the
   clerk's choice.
3. A free day is one that is not closed, not frozen, and without another chat session of the ward; of the weekdays that
   the rule chooses among (a rule about working days keeps to working days; a rule for a Saturday may go to any day). It
   comes after the rule's date, at most 14 days later, before the rule's next date, and not after the plan's last day.
4. Where there is none, the date waits for the clerk's choice.

Dates move forward only: a person who has noted the old date never comes too late. Each date is placed by itself, so
that the result does not depend on the first date that is asked for.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sessions.chats.calendar.rules.rule import Rule, dates_between
from sessions.chats.calendar.rules.spans import Span, closed_words, find_span, freeze_words
from sessions.platform.text.by_language import ByLanguage, in_every_language, pgettext
from sessions.platform.text.spoken.dates import date_words

MAX_MOVE_DAYS = 14


class WhenClosed(StrEnum):
    """The policy for a date in a closed range."""

    NEXT_FREE = "next_free"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class BusyDays:
    """Days of a ward on which no date of a rule takes place. taken: days with other chat sessions of the ward, which
    this rule did not give."""

    closed: Collection[Span] = ()
    freezes: Collection[Span] = ()
    taken: Collection[date] = ()

    def __contains__(self, day: date) -> bool:
        return day in self.taken or find_span((*self.closed, *self.freezes), day) is not None


NO_BUSY_DAYS = BusyDays()


@dataclass(frozen=True, slots=True)
class Placed:
    """One date of a rule, and the day that it was placed on.

    on: the day of the chat session; while it waits or is suspended, the rule's own date.
    moved_from: the rule's own date, where the date was moved.
    because: a clause in every language, where the date was moved, waits or is suspended.
    """

    planned_on: date
    on: date
    because: ByLanguage | None = None
    is_suspended: bool = False
    waits: bool = False

    @property
    def moved_from(self) -> date | None:
        return self.planned_on if self.on != self.planned_on else None


def place_dates(
    rule: Rule,
    dates: Sequence[date],
    *,
    anchor_on: date,
    busy: BusyDays = NO_BUSY_DAYS,
    on_closed: WhenClosed = WhenClosed.NEXT_FREE,
    last_on: date | None = None,
) -> list[Placed]:
    """Place dates of the rule by the declared rule above; one result for each, in their order.

    last_on: the plan's last day.
    """

    def place(planned_on: date) -> Placed:
        freeze = find_span(busy.freezes, planned_on)
        if freeze:
            return Placed(planned_on, planned_on, in_every_language(lambda: freeze_words(freeze)), is_suspended=True)
        closure = find_span(busy.closed, planned_on)
        if closure is None:
            return Placed(planned_on, planned_on)
        because = in_every_language(lambda: closed_words(closure))
        if on_closed == WhenClosed.WAIT:
            return Placed(planned_on, planned_on, because, waits=True)
        candidates = _days_after(planned_on, rule, anchor_on, last_on)
        for day in candidates:
            if day.weekday() in rule.moves_among and day not in busy:
                return Placed(planned_on, day, because)
        last = candidates[-1] if candidates else planned_on
        return Placed(planned_on, planned_on, in_every_language(lambda: _none_free(closure, last)), waits=True)

    return [place(planned_on) for planned_on in dates]


def _none_free(closure: Span, last: date) -> str:
    form = pgettext("a clause", "{closed}; no day until {last} is free")
    return form.format(closed=closed_words(closure), last=date_words(last))


def _days_after(planned_on: date, rule: Rule, anchor_on: date, last_on: date | None) -> list[date]:
    """The days that this date may move to, the nearest first."""
    before_on = planned_on + timedelta(days=MAX_MOVE_DAYS + 1)
    following = dates_between(rule, from_on=planned_on + timedelta(days=1), before_on=before_on, anchor_on=anchor_on)
    before_on = min([before_on, *following])
    days = [planned_on + timedelta(days=days) for days in range(1, (before_on - planned_on).days)]
    return [day for day in days if last_on is None or day <= last_on]
