"""A year of a ward, day by day: holidays, a freeze, a new councillor, an officer who leaves. Nothing twice or lost."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.city.people.subscriptions import follow_by_channels
from sessions.matters.resolving import clock_steps, office_steps
from sessions.matters.resolving.assigning import assign, office_people_of
from sessions.matters.resolving.clarifying import clarify
from sessions.matters.resolving.due import carry_out_due_matters
from sessions.matters.resolving.due_list import due_document
from sessions.matters.resolving.verdicts import give_verdict
from sessions.models import WORK_STATES, Appointment, Matter, MatterAlert, MatterReply, Office, Reminder, ReminderRound
from tests.factories.evening import make_office, make_person
from tests.factories.matters import WardOffice, on_day

pytestmark = pytest.mark.long

FIRST, DAYS = date(2027, 4, 1), 365
FREEZE = (date(2027, 10, 1), date(2027, 11, 15))
LEAVES_ON = date(2027, 8, 2)
CHANGES_ON = date(2028, 1, 3)


class Year:
    """What people do, drawn by a seed."""

    def __init__(self, office: WardOffice) -> None:
        self.office, self.draw = office, random.Random(95)
        self.officer = office.official
        self.told: Counter[date] = Counter()

    def live(self) -> None:
        for each in range(DAYS):
            day = FIRST + timedelta(days=each)
            before = _messages()
            with on_day(day, hour=10):
                self._change(day)
                carry_out_due_matters(timezone.now())
                if day.weekday() < 5:
                    self._work(day)
                assert carry_out_due_matters(timezone.now()) == []
            self.told[day] = _messages() - before

    def _change(self, day: date) -> None:
        if day == date(2027, 6, 14):  # told a week late, for days that are past and days to come
            self._close("closed", date(2027, 6, 10), date(2027, 6, 16))
        if day == date(2027, 9, 20):
            self._close("freeze", *FREEZE)
        if day == LEAVES_ON:
            Appointment.objects.filter(person=self.officer).update(to_on=day - timedelta(days=1))
            assert office_people_of([self.office.ward]).roles[self.office.ward.pk].get(self.officer.pk) is None
            self.officer = self.office.clerk
        if day == CHANGES_ON:
            Office.objects.filter(ward=self.office.ward).update(to_on=day - timedelta(days=1))
            self.office.councillor = make_person("new-councillor")
            office = make_office(self.office.ward, self.office.councillor)
            Office.objects.filter(pk=office.pk).update(from_on=day)

    def _close(self, kind: str, first: date, last: date) -> None:
        add_closure(kind=kind, ward=None, from_on=first, to_on=last, reasons={"en": kind}, clerk=None)

    def _work(self, day: date) -> None:
        if self.draw.random() < 0.2:
            self.office.publish(f"Complaint of {day}.")
        going_on = Matter.objects.filter(state__in=(*WORK_STATES, "claimed_done"))
        for matter in going_on.order_by("number"):
            if self.draw.random() < 0.12:
                self._touch(matter)

    def _touch(self, matter: Matter) -> None:
        given: dict[str, Any] = {"person": self.officer, "version": matter.version}
        boss = given | {"person": self.office.councillor}
        resident = self.office.resident
        if matter.clock_stopped_on is not None:
            clarify(matter.pk, "The east side.", person=resident)
            MatterReply.objects.update(state="shown")
        elif matter.state == "open" and matter.assigned_to_id is None:
            assign(matter.pk, to=self.officer, **given)
        elif matter.state == "open":
            office_steps.acknowledge(matter.pk, **given)
        elif matter.state in ("acknowledged", "half_done") and self.draw.random() < 0.3:
            clock_steps.ask_resident(matter.pk, text="Which side?", **given)
        elif matter.state in ("acknowledged", "half_done", "disputed"):
            office_steps.claim_done(matter.pk, text="Cleaned.", **boss)
        elif matter.state == "claimed_done":
            verdict = self.draw.choice(("fixed", "fixed", "half", "not"))
            give_verdict(matter.pk, verdict, person=resident, words="So it is.")
            MatterReply.objects.update(state="shown")


def _messages() -> int:
    """To the people of the office and of the borough."""
    return Reminder.objects.filter(round__kind__in=("office", "borough")).count()


@pytest.fixture
def year(office: WardOffice) -> Year:
    for person in (office.resident, office.official, office.clerk, office.councillor):
        follow_by_channels(person, channels=["email"])
    with on_day(FIRST):
        Appointment.objects.update(from_on=FIRST - timedelta(days=10))
    return Year(office)


@pytest.mark.slow
def test_a_year_of_a_ward(year: Year) -> None:
    year.live()
    matters = list(Matter.objects.all())
    events = year.office.public_events()
    assert len(matters) > 30
    assert "confirmed_done" in {each.state for each in matters}
    _nothing_is_lost(matters, events)
    _nothing_is_twice(events)
    _nobody_is_told_in_a_freeze(year)
    disputed = [each for each in matters if each.state == "disputed" and each.changed_at.date() > CHANGES_ON]
    assert all(each.assigned_to == year.office.councillor for each in disputed)


def _nothing_is_lost(matters: list[Matter], events: list[dict[str, Any]]) -> None:
    """The public log alone tells each state and each day; what is due and not done is listed."""
    states: dict[str, str] = {}
    due_on: dict[str, str] = {}
    for event in events:
        number = event["number"]
        states[number] = event.get("state", states.get(number, "open"))
        due_on[number] = event.get("due_on") or due_on[number]
    assert states == {each.number: each.state for each in matters}
    assert due_on == {each.number: each.due_on.isoformat() for each in matters if each.due_on}
    with on_day(FIRST + timedelta(days=DAYS)):
        today = timezone.localdate()
        listed = {each["number"] for each in due_document(today)["matters"]}
    late = Matter.objects.in_work().filter(clock_stopped_on=None, due_on__lt=today)
    assert {each.number for each in late} <= listed


def _nothing_is_twice(events: list[dict[str, Any]]) -> None:
    """A stage rises by one, from nothing after each day that was moved; one message a day for an office."""
    stage: defaultdict[str, int] = defaultdict(int)
    due: dict[str, str] = {}
    for event in events:
        if event["type"] == "matter.overdue":
            if due.get(event["number"]) != event["due_on"]:
                stage[event["number"]] = 0
            assert event["stage"] == stage[event["number"]] + 1
            stage[event["number"]], due[event["number"]] = event["stage"], event["due_on"]
    rounds = ReminderRound.objects.filter(kind="office").values_list("told_on", flat=True)
    assert len(set(rounds)) == len(rounds) > 20
    alerts = list(MatterAlert.objects.values_list("matter", "kind", "clock_from"))
    assert len(set(alerts)) == len(alerts)


def _nobody_is_told_in_a_freeze(year: Year) -> None:
    first, last = FREEZE
    frozen = [count for day, count in year.told.items() if first <= day <= last]
    assert len(frozen) == 46
    assert not any(frozen)
    assert year.told[last + timedelta(days=1)] > 0
