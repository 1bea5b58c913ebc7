"""Where a rule's date is put when it falls into a closed range or an election freeze. Never in silence.

The declared rule, in its order:

1. A date in an election freeze stays where it is and is suspended: nothing opens and nothing is announced.
2. A date in a closed range is moved to the next free day, under the policy "next_free"; under "wait" it waits for the
   clerk's choice.
3. A free day is one that is not closed, not frozen, and without another chat session of the ward; of the weekdays that
   the rule chooses among (a rule about working days keeps to working days; a rule for a Saturday may go to any day). It
   comes after the rule's date, at most 14 days later, before the rule's next date, and not after the plan's last day.
4. Where there is none, the date waits for the clerk's choice.

Moves go forward only: whoever has noted the old date never comes too late. Each date is placed by itself, so that the
outcome does not depend on where one begins to look.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sessions.calendar.rules.rule import Rule, dates_between
from sessions.calendar.rules.spans import Span, closed_words, find_span, freeze_words
from sessions.text.bilingual import Bilingual, date_words

MAX_MOVE_DAYS = 14

_NONE_FREE = Bilingual("{closed}; no day until {last} is free", "{closed}; {last} পর্যন্ত কোনও দিন খালি নেই")


class WhenClosed(StrEnum):
    """What becomes of a date that falls into a closed range."""

    NEXT_FREE = "next_free"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Placed:
    """One date of a rule, and where it went.

    on: the day of the chat session; while it waits or is suspended, still the rule's own date.
    moved_from: the rule's own date, where it was moved.
    because: a clause in both languages wherever anything is out of the ordinary.
    """

    planned_on: date
    on: date
    because: Bilingual | None = None
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
    closed: Collection[Span] = (),
    freezes: Collection[Span] = (),
    taken: Collection[date] = (),
    on_closed: WhenClosed = WhenClosed.NEXT_FREE,
    last_on: date | None = None,
) -> list[Placed]:
    """Place dates of the rule by the declared rule above; in their order, one for each.

    taken: days on which the ward has chat sessions that this rule did not give. last_on: the plan's last day, if any.
    """

    def place(planned_on: date) -> Placed:
        freeze = find_span(freezes, planned_on)
        if freeze:
            return Placed(planned_on, planned_on, freeze_words(freeze), is_suspended=True)
        closure = find_span(closed, planned_on)
        if closure is None:
            return Placed(planned_on, planned_on)
        because = closed_words(closure)
        if on_closed == WhenClosed.WAIT:
            return Placed(planned_on, planned_on, because, waits=True)
        candidates = _days_after(planned_on, rule, anchor_on, last_on)
        for day in candidates:
            if day.weekday() in rule.moves_among and day not in taken and not find_span((*closed, *freezes), day):
                return Placed(planned_on, day, because)
        last = candidates[-1] if candidates else planned_on
        return Placed(planned_on, planned_on, _NONE_FREE.fill(closed=because, last=date_words(last)), waits=True)

    return [place(planned_on) for planned_on in dates]


def _days_after(planned_on: date, rule: Rule, anchor_on: date, last_on: date | None) -> list[date]:
    """The days to which this date may go, the nearest first."""
    before_on = planned_on + timedelta(days=MAX_MOVE_DAYS + 1)
    following = dates_between(rule, from_on=planned_on + timedelta(days=1), before_on=before_on, anchor_on=anchor_on)
    before_on = min([before_on, *following])
    days = [planned_on + timedelta(days=days) for days in range(1, (before_on - planned_on).days)]
    return [day for day in days if last_on is None or day <= last_on]
