"""Decide who may be the second person of an act: independent of the first, and long enough in the duty.

Three acts take one: to confirm a redaction (of the clerk who proposed it), to decide an appeal and to read a decision
again (of the moderator who decided). Two accounts are not two people: so neither of them has appointed the other, ever,
to any duty, directly or through others; and the second has held the duty for HELD_FOR. Two clerks who were appointed by
the same person within APPOINTED_TOGETHER of each other wait for TOGETHER_FOR before they redact together; moderators do
not, because one clerk appoints all those of a ward. A clerk may lift this in public (waivers.py), but never that
nobody is both. Lifted by one of the two, or by somebody whom one of them has appointed, it counts only after a whole
day (WAITS_FOR), and only where no other clerk keeps the ward: else an attacker would lift it for themselves.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from django.utils import timezone
from msgspec import UNSET

from sessions.city.duties.events import clerks_name
from sessions.log.audit import OPERATOR
from sessions.log.events.staff import DutyAge
from sessions.models import Appointment, Duty, Invite, SecondAct, Waiver, Ward
from sessions.platform.people import Person

HELD_FOR = timedelta(days=14)
APPOINTED_TOGETHER = timedelta(days=30)
TOGETHER_FOR = timedelta(days=90)
WAITS_FOR = timedelta(days=2)
"""Calendar days, so that a whole day passes even after a waiver that was given late in the evening."""

DUTY_OF_ACT = {
    SecondAct.REDACTION: Duty.CLERK,
    SecondAct.APPEAL: Duty.MODERATOR,
    SecondAct.REREADING: Duty.MODERATOR,
}


class WhyNot(StrEnum):
    """Reasons why a person may not be the second one. own: they did the act. no_duty: they lack the duty today."""

    OWN = "own"
    NO_DUTY = "no_duty"
    APPOINTED = "appointed"
    TOGETHER = "together"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class SecondPersonBar:
    """Why somebody may not be the second person. until: the first day on which they may; None for never, as it is."""

    why: WhyNot
    until: date | None = None


@dataclass(frozen=True, slots=True)
class _Tenure:
    """How long somebody has had a duty without a break, and by whom. row: the appointment of today."""

    since: date
    row: Appointment


class SecondPeople:
    """People who may be the second person of an act in a ward today; two queries, and one for each step of a chain."""

    def __init__(self, act: SecondAct, ward: Ward) -> None:
        self.act, self.ward, self.today = act, ward, timezone.localdate()
        rows = Appointment.objects.covering(ward).filter(duty=DUTY_OF_ACT[act], from_on__lte=self.today)
        self._rows: dict[int, list[Appointment]] = {}
        for row in rows.select_related("person", "appointed_by", "ward", "borough").order_by("-from_on", "-pk"):
            self._rows.setdefault(row.person_id, []).append(row)
        self._appointers = _Appointers()
        self._appointers.read(self._rows.keys())
        self.waivers = list(Waiver.objects.in_force(self.today).filter(ward=ward, act=act))

    def bar(self, person_id: int, first: Iterable[int | None]) -> SecondPersonBar | None:
        """Why this person may not, or None if they may. first: whose act it is; None in it for the operator."""
        firsts = {each for each in first if each is not None}
        if person_id in firsts:
            return SecondPersonBar(WhyNot.OWN)
        tenure = self._tenure(person_id, self.today)
        if tenure is None:
            return SecondPersonBar(WhyNot.NO_DUTY)
        if self.waiver_for(person_id, firsts) is not None:
            return None
        if any(self._appointers.are_linked(person_id, each) for each in firsts):
            return SecondPersonBar(WhyNot.APPOINTED)
        bars = [*self._bars_together(tenure, firsts), SecondPersonBar(WhyNot.NEW, tenure.since + HELD_FOR)]
        latest = max(bars, key=lambda bar: bar.until or date.max)
        return latest if latest.until is None or latest.until > self.today else None

    def waiver_for(self, person_id: int, first: Iterable[int | None]) -> Waiver | None:
        """The newest waiver that counts for these people; None where the rule holds."""
        both = {person_id, *first}
        return next((each for each in self.waivers if self._counts(each, both)), None)

    def _counts(self, waiver: Waiver, both: Collection[int | None]) -> bool:
        if self._depends_on(waiver.made_by_id, both):
            has_waited = waiver.made_on <= self.today - WAITS_FOR
            return has_waited and all(self._depends_on(clerk, both) for clerk in self._clerks)
        return True

    def _depends_on(self, clerk: int | None, both: Collection[int | None]) -> bool:
        """Whether the clerk is one of them, was appointed by one of them, or has no account any longer."""
        return clerk is None or clerk in both or not self._appointers.above(clerk).isdisjoint(both)

    @cached_property
    def _clerks(self) -> list[int]:
        rows = Appointment.objects.held_on(self.today).covering(self.ward)
        rows = rows.filter(duty=Duty.CLERK, person__is_active=True)
        return list(rows.order_by().values_list("person", flat=True).distinct())

    def holders(self) -> list[Person]:
        """Everybody who has the duty here today."""
        found = (tenure.row.person for pk in self._rows if (tenure := self._tenure(pk, self.today)))
        return [person for person in found if person.is_active]

    def age(self, person: Person | None, on: date) -> DutyAge:
        """Return by what right a person acts on that day, for the log. person: None for the operator."""
        tenure = self._tenure(person.pk, on) if person is not None else None
        if person is None or tenure is None:
            return DutyAge(role=OPERATOR if person is None else str(Duty.CLERK))
        now, row = timezone.now(), tenure.row
        unknown = OPERATOR if row.appointed_at is not None else UNSET
        return DutyAge(
            role=str(Duty.CLERK),
            person=clerks_name(person, now),
            place=row.place_code,
            since=tenure.since.isoformat(),
            days=(on - tenure.since).days,
            appointed_by=clerks_name(row.appointed_by, now) if row.appointed_by is not None else unknown,
        )

    def _bars_together(self, tenure: _Tenure, firsts: Collection[int]) -> Iterator[SecondPersonBar]:
        by = tenure.row.appointed_by_id
        if self.act != SecondAct.REDACTION or by is None:
            return
        for each in firsts:
            other = self._tenure(each, self.today)
            if other is None or other.row.appointed_by_id != by:
                continue
            if abs(other.since - tenure.since) <= APPOINTED_TOGETHER:
                yield SecondPersonBar(WhyNot.TOGETHER, max(other.since, tenure.since) + TOGETHER_FOR)

    def _tenure(self, person_id: int, day: date) -> _Tenure | None:
        """Find how long a person has the duty on that day; None without it. A term that joins the last is no break."""
        held = [row for row in self._rows.get(person_id, ()) if row.from_on <= day]
        now = [row for row in held if row.to_on is None or row.to_on >= day]
        if not now:
            return None
        since = min(map(_began_on, now))
        for row in held:
            if row.to_on is not None and row.to_on >= since - timedelta(days=1):
                since = min(since, _began_on(row))
        return _Tenure(since, now[-1])


def _began_on(row: Appointment) -> date:
    """Return when the duty began, not before it was accepted: an early first day alone does not make it older."""
    accepted = timezone.localdate(row.appointed_at) if row.appointed_at is not None else row.from_on
    return max(row.from_on, accepted)


class _Appointers:
    """Who has appointed whom to anything, directly or through others.

    Invitations that were accepted tell it, too: an appointment that ends on its first day is deleted, and one that is
    changed in the administration is the operator's from then on.
    """

    def __init__(self) -> None:
        self._above: dict[int, set[int]] = {}

    def are_linked(self, one: int, other: int) -> bool:
        return other in self.above(one) or one in self.above(other)

    def above(self, person_id: int) -> set[int]:
        self.read({person_id})
        found: set[int] = set()
        todo = {person_id}
        while todo:
            todo = {above for each in todo for above in self._above[each]} - found
            found |= todo
        return found

    def read(self, people: Collection[int]) -> None:
        while people := set(people) - self._above.keys():
            self._above |= {person: set() for person in people}
            given = Appointment.objects.filter(person__in=people, appointed_by__isnull=False).order_by()
            accepted = Invite.objects.filter(used_by__in=people, made_by__isnull=False).order_by()
            both = given.values_list("person", "appointed_by").union(accepted.values_list("used_by", "made_by"))
            pairs = list(both.order_by())
            for person, by in pairs:
                self._above[person].add(by)
            people = {by for _person, by in pairs}
