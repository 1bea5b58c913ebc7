"""A year of a ward's promises: kept, disputed, broken, late once, inherited, adopted, dropped, and silence.

The clock looks on every third day, as after a downtime, and on each day on which somebody does something.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.city.people.subscriptions import follow_by_channels
from sessions.models import Channel, Office, Promise, Reminder, ReminderRound, ReminderState
from sessions.notifications import outbox
from sessions.platform.refusals import Refused
from sessions.promises.keeping import office_steps
from sessions.promises.keeping.clock.due import carry_out_due_promises
from sessions.promises.keeping.verdicts import give_kept_verdict
from sessions.promises.public.counting import promise_figures_row
from sessions.promises.public.figures import figures_today
from sessions.promises.public.sealed import sealed_document
from sessions.record.months.sealing import seal_due_months
from tests.factories.asked_promises import asked_promise, question_of
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.factories.promises import promise_of

pytestmark = pytest.mark.costly

FIRST, DAYS = date(2027, 4, 1), 366
FREEZE = (date(2027, 10, 1), date(2027, 11, 15))
VACANT_FROM, HEIR_FROM = date(2028, 1, 3), date(2028, 1, 17)


class Year:
    """What people do, on which day; and what was sent on which."""

    def __init__(self, office: WardOffice) -> None:
        self.office, self.heir = office, make_person("heir")
        self.promises: dict[str, Promise] = {}
        self.sent: Counter[date] = Counter()
        self.done: list[str] = []
        self.plan: dict[date, list[Callable[[], object]]] = {}

    def on(self, month: int, day: int, *acts: Callable[[], object], year: int = 2027) -> None:
        self.plan.setdefault(date(year, month, day), []).extend(acts)

    def make(self, name: str, due_on: date) -> Callable[[], object]:
        def promise() -> None:
            self.promises[name] = asked_promise(
                self.office, by=self.office.neighbours, question=question_of(self.office), what=name, due_on=due_on
            )

        return promise

    def step(self, name: str, step: Any, *, person: Any = None, **given: Any) -> Callable[[], object]:
        def take() -> None:
            promise = Promise.objects.get(pk=self.promises[name].pk)
            who = person if person is not None else self.office.official
            step(promise.pk, person=who, version=promise.version, **{"text": f"About {name}."} | given)

        return take

    def say(self, name: str, verdict: str, *people: Any) -> Callable[[], object]:
        return lambda: [give_kept_verdict(self.promises[name].pk, verdict, person=each) for each in people]

    def refused(self, act: Callable[[], object], code: str) -> Callable[[], object]:
        def try_it() -> None:
            with pytest.raises(Refused) as refusal:
                act()
            assert refusal.value.code == code

        return try_it

    def live(self) -> None:
        for each in range(DAYS):
            day = FIRST + timedelta(days=each)
            if each % 3 and day not in self.plan:
                continue
            with on_day(day, hour=10):
                self.done += carry_out_due_promises(timezone.now())
                for act in self.plan.get(day, ()):
                    act()
                assert carry_out_due_promises(timezone.now()) == []
                while claimed := outbox.claim_some(Channel.EMAIL, at_most=50):
                    outbox.note_sent(claimed)
                    self.sent[day] += len(claimed)

    def state_of(self, name: str) -> str:
        return Promise.objects.get(pk=self.promises[name].pk).state


@pytest.fixture
def year(db: None) -> Year:
    with on_day(FIRST - timedelta(days=1)):
        office = make_ward_office()
        question_of(office)
    for person in (office.resident, office.official, office.councillor, *office.neighbours):
        follow_by_channels(person, channels=["email"])
    add_closure(kind="freeze", ward=None, from_on=FREEZE[0], to_on=FREEZE[1], reasons={"en": "Polls"}, clerk=None)
    return Year(office)


def change_holder(office: WardOffice, heir: Any) -> None:
    """The term ends, two weeks nobody holds the office, then somebody new."""
    Office.objects.filter(ward=office.ward).update(to_on=VACANT_FROM - timedelta(days=1))
    Office.objects.create(ward=office.ward, kind="vacant", from_on=VACANT_FROM, to_on=HEIR_FROM - timedelta(days=1))
    Office.objects.create(ward=office.ward, kind="councillor", holder=heir, names={"en": "The heir"}, from_on=HEIR_FROM)


def plan_of(year: Year) -> None:
    office, kept, later = year.office, office_steps.claim_kept, office_steps.set_new_day
    resident, neighbours = office.resident, office.neighbours
    names = ("kept", "by three", "disputed", "broken", "late", "silent")
    year.on(4, 1, *(year.make(each, date(2027, 5, 31)) for each in names))
    year.on(4, 1, *(year.make(each, date(2028, 2, 29)) for each in ("adopted", "dropped")))
    year.on(9, 1, year.make("in the freeze", date(2027, 10, 20)))
    # In time, and so say those who asked.
    year.on(5, 10, year.step("kept", kept), year.step("by three", kept), year.step("disputed", kept))
    year.on(5, 11, year.say("kept", "kept", resident), year.refused(year.say("kept", "not", neighbours[0]), "state"))
    year.on(5, 12, year.say("by three", "kept", *neighbours))
    # Not so, says who asked; at the second claim two of three supporters agree with the office.
    year.on(5, 13, year.say("disputed", "not", resident))
    year.on(7, 1, year.step("disputed", kept))
    year.on(7, 2, year.say("disputed", "kept", *neighbours[:2]), year.say("disputed", "not", neighbours[2]))
    # Late once, with a reason; a second time it is refused.
    year.on(6, 2, year.step("late", later, due_on=date(2027, 7, 31)))
    year.on(8, 2, year.refused(year.step("late", later, due_on=date(2027, 9, 30)), "repeated"))
    year.on(8, 3, year.step("broken", office_steps.admit_broken), year.step("late", kept))
    year.on(8, 4, year.say("late", "kept", resident))
    # Nobody answers in time.
    year.on(6, 1, year.step("silent", kept))
    year.on(6, 16, year.refused(year.say("silent", "kept", resident), "too_late"))
    # Claimed in the freeze: asked after it, and answered then.
    year.on(10, 25, year.step("in the freeze", kept))
    year.on(11, 16, lambda: None)  # the day after it
    year.on(11, 29, year.say("in the freeze", "kept", resident))
    # Another holder.
    year.on(1, 2, lambda: change_holder(office, year.heir), year=2028)
    year.on(
        1,
        20,
        year.step("adopted", office_steps.adopt, person=year.heir),
        year.step("dropped", office_steps.drop, person=year.heir),
        year=2028,
    )


@pytest.mark.long
def test_a_year_of_promises(year: Year) -> None:
    plan_of(year)
    year.live()
    assert {name: year.state_of(name) for name in year.promises} == {
        "kept": "kept",
        "by three": "kept",
        "disputed": "kept",
        "broken": "broken",
        "late": "kept",
        "silent": "claimed_kept",
        "in the freeze": "kept",
        "adopted": "made",
        "dropped": "dropped",
    }
    _the_log_alone_tells_it(year)
    _the_clock_told_each_day_once(year)
    _nothing_is_sent_in_the_freeze_nor_twice(year)
    _sealed_months_count_the_same_as_the_rows()
    late = Promise.objects.get(pk=year.promises["late"].pk)
    assert (late.first_due_on, late.due_on) == (date(2027, 5, 31), date(2027, 7, 31))


def _the_log_alone_tells_it(year: Year) -> None:
    states: dict[str, str] = {}
    votes: dict[str, tuple[int, int]] = {}
    for event in year.office.public_events():
        states[event["number"]] = event.get("state", "made")
        if "kept" in event:
            votes[event["number"]] = (event["kept"], event["not_kept"])
    assert states == dict(Promise.objects.values_list("number", "state"))
    for number, (kept, not_kept) in votes.items():
        row = Promise.objects.get(number=number)
        assert (row.kept_votes, row.not_votes) == (kept, not_kept)
    assert votes[year.promises["disputed"].number] == (2, 1)


def _sealed_months_count_the_same_as_the_rows() -> None:
    with on_day(date(2028, 5, 9)):
        seal_due_months(timezone.now())
        published = sealed_document(2027, until=date(2028, 4, 1))
    rows = figures_today(2027, date(2028, 4, 30))
    assert published["until"] == "2028-04-30"
    assert published["figures"] == [promise_figures_row(2027, key, figures) for key, figures in rows.items()]
    counts = published["figures"][0]
    assert (counts["unconfirmed"], counts["unconfirmable"]) == (1, 0)
    assert [counts[name] for name in ("made", "kept", "claimed", "open", "overdue", "broken", "dropped")] == [
        *(9, 5, 1, 1, 1, 1, 1)
    ]


def _the_clock_told_each_day_once(year: Year) -> None:
    told = [
        (each["number"], each["step"], each["due_on"])
        for each in year.office.public_events()
        if each.get("step") in ("due_soon", "overdue")
    ]
    assert len(set(told)) == len(told)
    names = {promise.number: name for name, promise in year.promises.items()}
    assert Counter(names[number] for number, step, _day in told if step == "overdue") == Counter(
        {"disputed": 1, "broken": 1, "late": 2, "silent": 1, "in the freeze": 1, "adopted": 1}
    )
    inherited = [line for line in year.done if line.startswith("inherited")]
    # What ended has no heir. What is claimed and not confirmed does.
    assert sorted(names[each.partition(": ")[2]] for each in inherited) == ["adopted", "dropped", "silent"]
    heirs = {each["holder"] for each in year.office.public_events() if each.get("step") == "inherit"}
    assert heirs == {"The heir"}


def _nothing_is_sent_in_the_freeze_nor_twice(year: Year) -> None:
    first, last = FREEZE
    assert [day for day in year.sent if first <= day <= last] == []
    assert year.sent[last + timedelta(days=1)] > 0
    office_rounds = list(ReminderRound.objects.filter(ward__isnull=False).values_list("told_on", flat=True))
    assert len(set(office_rounds)) == len(office_rounds)
    assert not Reminder.objects.filter(state__in=(ReminderState.PENDING, ReminderState.FAILED)).exists()


def test_a_promise_of_nobody_is_only_the_offices_word(year: Year) -> None:
    """Made without a question: nobody asked, so nobody can confirm it, and it stays "not confirmed"."""
    with on_day(FIRST):
        promise = promise_of(year.office)
        office_steps.claim_kept(promise.pk, person=year.office.official, version=1, text="Done.")
        year.refused(lambda: give_kept_verdict(promise.pk, "kept", person=year.office.resident), "forbidden")()


def test_days_are_days_of_the_city(year: Year) -> None:
    def seen(hours: Iterator[int]) -> list[list[str]]:
        found = []
        for hour in hours:
            with on_day(date(2027, 4, 11), hour=hour):
                found.append(carry_out_due_promises(timezone.now()))
        return found

    with on_day(FIRST, hour=23):
        promise = promise_of(year.office, due_on=date(2027, 4, 10))
    with on_day(date(2027, 4, 10), hour=23):
        assert carry_out_due_promises(timezone.now()) == [f"due soon: {promise.number}"]
    assert seen(iter((0, 1))) == [[f"overdue: {promise.number}"], []]
