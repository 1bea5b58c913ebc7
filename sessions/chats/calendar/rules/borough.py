"""Plans a rule and an hour for each ward of a borough: no moderator in two places, at most so many chats at once.

Two rules meet in some months only (the fourth and the last Saturday are often one day). The plan checks every shape
that a month can have, so that it holds in all of them.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from sessions.chats.calendar.rules.errors import ScheduleError
from sessions.chats.calendar.rules.meetings import Booking, find_meetings
from sessions.chats.calendar.rules.rule import Rule, WeekDay
from sessions.chats.calendar.rules.starts import check_minutes
from sessions.platform.text.by_language import gettext
from sessions.platform.text.digits import digits

MAX_LOOKS = 20_000_000
LOOKS_PER_TRY = 300
"""The search gives up after MAX_LOOKS at slots, some seconds; one try costs as much as LOOKS_PER_TRY of them."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the clerk allows: weekdays (0 is Monday), which of them in the month (1 to 4, -1 to -4), hours, minutes.

    Raises ScheduleError week_days, nths, hours, minutes or at_most_at_once.
    """

    week_days: tuple[int, ...]
    nths: tuple[int, ...]
    hours: tuple[time, ...]
    minutes: int
    at_most_at_once: int

    def __post_init__(self) -> None:
        for part in ("week_days", "nths", "hours"):
            if not getattr(self, part):
                raise ScheduleError(part, gettext("Allow at least one."))
        if not all(1 <= abs(nth) <= 4 for nth in self.nths):
            message = gettext("A weekday comes every month only as the first to the fourth, counted from either end.")
            raise ScheduleError("nths", message)
        check_minutes(self.minutes)
        if any(hour.hour * 60 + hour.minute + self.minutes > 24 * 60 for hour in self.hours):
            raise ScheduleError("hours", gettext("A chat must end by midnight."))
        if self.at_most_at_once < 1:
            raise ScheduleError("at_most_at_once", gettext("At least one chat must be allowed to run."))

    def slots(self) -> list[Booking]:
        """Every allowed day and hour, in the order of the month."""
        nths = sorted(set(self.nths), key=lambda nth: (nth < 0, nth))
        return [
            Booking(Rule(week_days=(WeekDay(nth, day),)), hour, self.minutes)
            for nth in nths
            for day in sorted(set(self.week_days))
            for hour in sorted(set(self.hours))
        ]


@dataclass(frozen=True, slots=True)
class PlannedWard:
    ward: int
    rule: Rule
    at: time


def plan_borough(
    wards: Sequence[int],
    *,
    allowed: Allowed,
    moderators: Mapping[int, Collection[Hashable]],
    kept: Sequence[tuple[Booking, Collection[Hashable]]] = (),
) -> list[PlannedWard]:
    """Propose a day and an hour for each ward, in the order of the wards; deterministic.

    An unused day and hour is taken before a shared one. moderators: the moderators of each ward. kept: schedules that
    stay as they are, with their moderators; they count towards the limit, too. Raises ScheduleError: wards, where they
    do not fit or one is given twice; moderators, where one has too many.
    """
    twice = [ward for ward, times in Counter(wards).items() if times > 1]
    if twice:
        raise ScheduleError("wards", gettext("Ward {ward} is named twice.").format(ward=digits(twice[0])))
    busy_people = {ward: frozenset(moderators.get(ward, ())) for ward in wards}
    _require_room(busy_people, allowed)
    slots = allowed.slots()
    found = _Search(slots, busy_people, allowed.at_most_at_once, kept).run()
    if found is None:
        message = gettext(
            "No way was found to give every ward a time at which its moderators are free. Allow more days or hours."
        )
        raise ScheduleError("wards", message)
    return [PlannedWard(ward, slots[found[ward]].rule, slots[found[ward]].at) for ward in wards]


def _require_room(people: Mapping[int, frozenset[Hashable]], allowed: Allowed) -> None:
    """Refuse impossible input at once, with the numbers."""
    dates = len(set(allowed.nths)) * len(set(allowed.week_days))
    most_for_one = dates * _hours_one_after_the_other(allowed)
    most = most_for_one * allowed.at_most_at_once
    if len(people) > most:
        message = gettext(
            "{wards} wards do not fit: these days and hours have space for {most}. Allow more days, hours, or chats at "
            "once."
        )
        raise ScheduleError("wards", message.format(wards=digits(len(people)), most=digits(most)))
    wards_of = Counter(person for team in people.values() for person in team)
    for person, count in sorted(wards_of.items(), key=lambda item: (-item[1], str(item[0]))):
        if count > most_for_one:
            message = gettext(
                "Moderator {who} has {wards} wards, and these days and hours hold only {most} one after the other."
            )
            numbers = {"wards": digits(count), "most": digits(most_for_one)}
            raise ScheduleError("moderators", message.format(who=person, **numbers))


def _hours_one_after_the_other(allowed: Allowed) -> int:
    count, free_from = 0, 0
    for hour in sorted(set(allowed.hours)):
        begins = hour.hour * 60 + hour.minute
        if begins >= free_from:
            count, free_from = count + 1, begins + allowed.minutes
    return count


class _Search:
    """A backtracking search: the ward with the fewest free slots first, its least crowded slot first."""

    def __init__(
        self,
        slots: Sequence[Booking],
        people: Mapping[int, frozenset[Hashable]],
        at_most: int,
        kept: Sequence[tuple[Booking, Collection[Hashable]]],
    ) -> None:
        meetings = find_meetings([*slots, *(booking for booking, _ in kept)])
        self._meetings = meetings[: len(slots)]
        self._near = [
            frozenset(other for other, moments in enumerate(self._meetings) if moments & mine)
            for mine in self._meetings
        ]
        self._people = people
        self._at_most = at_most
        self._load: Counter[int] = Counter()
        self._busy: set[tuple[Hashable, int]] = set()
        self._looks = 0
        for meeting, (_, team) in zip(meetings[len(slots) :], kept, strict=True):
            self._load.update(meeting)
            self._busy |= {(person, moment) for person in team for moment in meeting}

    def run(self) -> dict[int, int] | None:
        """The slot of each ward; None where there is no solution, or none was found in time."""
        every = range(len(self._meetings))
        found: dict[int, int] = {}
        free = {ward: [slot for slot in every if self._is_free(ward, slot)] for ward in self._people}
        return found if self._fill(found, free) else None

    def _fill(self, found: dict[int, int], free: Mapping[int, list[int]]) -> bool:
        """Give each ward in free a slot; where that fails, leave found unchanged."""
        if not free:
            return True
        ward = min(free, key=lambda each: (len(free[each]), -len(self._people[each])))
        for slot in sorted(free[ward], key=self._crowd):
            if self._looks > MAX_LOOKS:
                return False
            self._take(ward, slot)
            rest = self._narrow(free, without=ward, taken=slot)
            if all(rest.values()) and self._fill(found, rest):
                found[ward] = slot
                return True
            self._give_back(ward, slot)
        return False

    def _narrow(self, free: Mapping[int, list[int]], *, without: int, taken: int) -> dict[int, list[int]]:
        """The slots that are left for the other wards; only those that meet the slot just taken can be lost."""
        near = self._near[taken]
        self._looks += LOOKS_PER_TRY + sum(map(len, free.values()))
        return {
            ward: [slot for slot in slots if slot not in near or self._is_free(ward, slot)]
            for ward, slots in free.items()
            if ward != without
        }

    def _is_free(self, ward: int, slot: int) -> bool:
        moments = self._meetings[slot]
        if any(self._load[moment] >= self._at_most for moment in moments):
            return False
        return not any((person, moment) in self._busy for person in self._people[ward] for moment in moments)

    def _crowd(self, slot: int) -> tuple[int, int]:
        return max(self._load[moment] for moment in self._meetings[slot]), slot

    def _take(self, ward: int, slot: int) -> None:
        self._load.update(self._meetings[slot])
        self._busy |= {(person, moment) for person in self._people[ward] for moment in self._meetings[slot]}

    def _give_back(self, ward: int, slot: int) -> None:
        self._load.subtract(self._meetings[slot])
        self._busy -= {(person, moment) for person in self._people[ward] for moment in self._meetings[slot]}
