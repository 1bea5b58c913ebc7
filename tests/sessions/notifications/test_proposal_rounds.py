"""The office is reminded of proposals that wait for its word, and a new holder hears once of what was left to it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.city.people.subscriptions import follow_by_channels
from sessions.models import Appointment, Duty, Promise, Reminder
from sessions.promises.keeping.clock.due import carry_out_due_promises
from sessions.promises.keeping.office_steps import adopt
from sessions.promises.sources.promised import Promised
from sessions.promises.sources.proposals import mark_as_promise, refuse_proposal, tell_unanswered
from tests.factories.evening import AN_ANSWER, Evening, make_evening, make_person
from tests.factories.matters import WardOffice, make_ward_office, on_day
from tests.factories.promises import promise_of
from tests.sessions.notifications.test_promise_rounds import claim_all, freeze, words_of, written
from tests.sessions.promises.keeping.test_clock import next_office

pytestmark = pytest.mark.costly

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2027, 3, day) for day in (1, 2, 3, 5))
WAITS = (
    "Ward 95: moderators marked words of your answers as promises. Waiting for your word: {n}, the first until "
    "4 March 2027. /office/proposals/"
)
LATE = (
    "Ward 95: moderators marked words of your answers as promises. Waiting for your word: 1, the first since "
    "4 March 2027. Everybody can see that. /office/proposals/"
)


@pytest.fixture
def evening(db: None) -> Evening:
    """With a delegate; the clerk and the moderator follow the ward, too."""
    evening = make_evening()
    delegate = make_person("delegate-95")
    Appointment.objects.create(person=delegate, duty=Duty.DELEGATE, ward=evening.ward, from_on=date(2022, 1, 1))
    for person in (evening.councillor, delegate, evening.clerk, evening.moderator):
        follow_by_channels(person, channels=["email"])
    return evening


def proposed(evening: Evening, day: date = MONDAY) -> Promise:
    answer = evening.answer().answers.get()
    with on_day(day):
        return mark_as_promise(answer.pk, moderator=evening.moderator, promised=Promised(said=AN_ANSWER[:40]))


def told_on(day: date) -> list[str]:
    return [words_of(one.told, day) for one in claim_all(day) if one.told.kind in ("proposals", "inherited")]


def look(day: date) -> None:
    """Look as the clock does, more than once."""
    with on_day(day, hour=1):
        for _each in range(2):
            carry_out_due_promises(timezone.now())
            tell_unanswered(timezone.now())


def test_on_the_second_of_three_working_days_those_who_may_confirm_are_reminded(evening: Evening) -> None:
    proposed(evening)
    assert written("proposals") == ["councillor-95", "delegate-95"]
    assert told_on(TUESDAY) == []
    assert told_on(WEDNESDAY) == [WAITS.format(n=1)] * 2
    assert told_on(WEDNESDAY + timedelta(days=1)) == []


def test_of_several_there_is_one_message(evening: Evening) -> None:
    proposed(evening)
    proposed(evening)
    assert told_on(WEDNESDAY) == [WAITS.format(n=2)] * 2


def test_once_it_is_late_they_are_told_once_more(evening: Evening) -> None:
    proposed(evening)
    assert len(told_on(WEDNESDAY)) == 2
    look(WEDNESDAY + timedelta(days=1))
    assert told_on(WEDNESDAY + timedelta(days=1)) == []
    look(FRIDAY)
    assert told_on(FRIDAY) == [LATE] * 2
    look(FRIDAY + timedelta(days=7))
    assert told_on(FRIDAY + timedelta(days=7)) == []


def test_what_was_decided_meanwhile_is_no_news(evening: Evening) -> None:
    promise = proposed(evening)
    with on_day(TUESDAY):
        refuse_proposal(promise.pk, person=evening.councillor, version=1, reason="It depends on the tender.")
    assert told_on(WEDNESDAY) == []
    assert set(Reminder.objects.filter(round__kind="proposals").values_list("reason", flat=True)) == {"overtaken"}


@pytest.mark.long
@pytest.mark.parametrize("is_foreseen", [True, False])
def test_in_a_freeze_nothing_leaves(evening: Evening, *, is_foreseen: bool) -> None:
    last = date(2027, 4, 20)
    if is_foreseen:
        freeze(TUESDAY, last)
    proposed(evening)
    if not is_foreseen:
        freeze(TUESDAY, last)
    for day in (TUESDAY, WEDNESDAY, FRIDAY, last):
        look(day)
        assert told_on(day) == []
    after = last + timedelta(days=1)
    look(after)
    assert len(told_on(after)) == 2


@pytest.mark.django_db
def test_a_new_holder_hears_once_how_many_there_are_to_adopt_or_drop() -> None:
    office, _heir = inherited(3)
    look(MONDAY)
    assert written("inherited") == ["heir"]
    said = "Ward 95: promises of an earlier holder that you can adopt or drop: 3. /office/promises/"
    assert told_on(MONDAY) == [said]
    with on_day(TUESDAY):
        promise_of(office, "The gate will open.")
    look(TUESDAY)
    assert told_on(TUESDAY) == []


@pytest.mark.django_db
def test_where_all_are_adopted_before_the_morning_nothing_is_sent() -> None:
    _office, heir = inherited(1)
    look(MONDAY)
    with on_day(MONDAY, hour=2):
        promise = Promise.objects.get()
        adopt(promise.pk, person=heir, version=promise.version)
    assert told_on(MONDAY) == []


@pytest.mark.django_db
def test_a_holder_who_left_again_before_the_end_of_a_freeze_is_not_told() -> None:
    freeze(date(2027, 2, 20), date(2027, 3, 20))
    office, _heir = inherited(1)
    look(MONDAY)
    second = make_person("second-heir")
    follow_by_channels(second, channels=["email"])
    with on_day(FRIDAY):
        next_office(office, FRIDAY, holder=second)
    look(FRIDAY)
    after = date(2027, 3, 21)
    claimed = [one for one in claim_all(after) if one.told.kind == "inherited"]
    assert [str(one.person) for one in claimed] == ["second-heir"]


def inherited(count: int) -> tuple[WardOffice, Any]:
    """An office whose holder left so many promises to the next one, who begins on Monday."""
    office, heir = make_ward_office(), make_person("heir")
    follow_by_channels(heir, channels=["email"])
    with on_day(date(2027, 2, 15)):
        for each in range(count):
            promise_of(office, f"Lamp {each} will burn.", due_on=date(2027, 8, 1))
    with on_day(MONDAY):
        next_office(office, MONDAY, holder=heir)
    return office, heir
