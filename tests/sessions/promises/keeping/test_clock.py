"""The clock with promises: due soon and overdue once each, and a new holder who inherits."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions.models import Office, OfficeKind, Promise, PromiseState
from sessions.promises.keeping import office_steps
from sessions.promises.keeping.clock.due import carry_out_due_promises
from sessions.promises.steps import promise_stepped
from sessions.tick import tick
from tests.factories.evening import make_person
from tests.factories.matters import WardOffice, on_day
from tests.factories.promises import promise_of, promise_step
from tests.hearing import hearing

pytestmark = pytest.mark.costly

MONDAY = date(2027, 3, 1)
DUE = date(2027, 3, 31)


def look(day: date) -> list[str]:
    """Twice, as two clocks do."""
    with on_day(day):
        done = carry_out_due_promises(timezone.now())
        assert carry_out_due_promises(timezone.now()) == []
    return done


def steps_of(office: WardOffice) -> list[tuple[str, str]]:
    told = [each for each in office.public_events() if each["type"] == "promise.stepped"]
    return [(each["step"], each.get("due_on") or each.get("holder", "")) for each in told]


def next_office(office: WardOffice, day: date, *, kind: str = OfficeKind.COUNCILLOR, holder: Any = None) -> Office:
    """The term before ends the day before."""
    Office.objects.filter(ward=office.ward, to_on=None).update(to_on=day - timedelta(days=1))
    names = {} if kind == OfficeKind.VACANT else {"en": f"Heir of {day}"}
    return Office.objects.create(ward=office.ward, kind=kind, holder=holder, names=names, from_on=day)


def test_due_soon_a_week_before_and_overdue_from_the_next_day_once_each(office: WardOffice) -> None:
    with on_day(MONDAY):
        promise = promise_of(office, due_on=DUE)
    assert look(date(2027, 3, 23)) == []
    assert look(date(2027, 3, 24)) == ["due soon: 95-P-2027-1"]
    assert look(DUE) == []
    assert look(date(2027, 4, 1)) == ["overdue: 95-P-2027-1"]
    assert look(date(2027, 4, 20)) == []
    promise.refresh_from_db()
    assert promise.is_overdue
    assert steps_of(office) == [("due_soon", "2027-03-31"), ("overdue", "2027-03-31")]


def test_what_a_downtime_has_overtaken_is_not_told(office: WardOffice) -> None:
    with on_day(MONDAY):
        promise_of(office, due_on=DUE)
    assert look(date(2027, 5, 1)) == ["overdue: 95-P-2027-1"]


def test_after_a_new_day_it_begins_anew(office: WardOffice) -> None:
    with on_day(MONDAY):
        promise = promise_of(office, due_on=DUE)
    look(date(2027, 4, 1))
    with on_day(date(2027, 4, 2)):
        later = date(2027, 4, 30)
        office_steps.set_new_day(promise.pk, person=office.official, version=2, due_on=later, text="Rain.")
    assert look(date(2027, 4, 22)) == []
    assert look(date(2027, 4, 23)) == ["due soon: 95-P-2027-1"]
    assert look(date(2027, 5, 1)) == ["overdue: 95-P-2027-1"]


def test_what_is_claimed_or_ended_is_not_due_and_what_is_disputed_is(office: WardOffice) -> None:
    with on_day(MONDAY):
        claimed, _broken = (promise_step(promise_of(office, due_on=DUE), end) for end in ("claim", "break"))
        disputed = promise_step(promise_step(promise_of(office, due_on=DUE), "claim"), "dispute")
    assert look(date(2027, 4, 1)) == [f"overdue: {disputed.number}", f"not confirmed: {claimed.number}"]


def test_a_new_holder_inherits_what_is_owed_and_claimed_once(office: WardOffice) -> None:
    with on_day(MONDAY):
        owed, claimed, broken = (promise_of(office, due_on=date(2027, 12, 31)) for _each in range(3))
        promise_step(claimed, "claim")
        promise_step(broken, "break")
    heir = next_office(office, date(2027, 6, 1), holder=make_person("heir"))
    assert look(date(2027, 5, 31)) == [f"not confirmed: {claimed.number}"]
    assert look(date(2027, 6, 1)) == [f"inherited: {owed.number}", f"inherited: {claimed.number}"]
    rows = Promise.objects.order_by("serial").values_list("holder", "is_to_adopt", "state")
    assert list(rows) == [(heir.pk, True, "made"), (heir.pk, True, "claimed_kept"), (broken.holder_id, False, "broken")]
    assert steps_of(office)[-1] == ("inherit", "Heir of 2027-06-01")
    assert set(Promise.objects.values_list("office", flat=True)) == {owed.office_id}


def test_while_the_office_is_vacant_it_stays_with_the_last_holder(office: WardOffice) -> None:
    with on_day(MONDAY):
        promise = promise_of(office, due_on=date(2027, 12, 31))
    next_office(office, date(2027, 6, 1), kind=OfficeKind.VACANT)
    assert look(date(2027, 6, 2)) == []
    next_office(office, date(2027, 9, 1))
    assert look(date(2027, 9, 1)) == [f"inherited: {promise.number}"]


def test_who_holds_the_office_again_has_nothing_to_adopt(office: WardOffice) -> None:
    with on_day(MONDAY):
        promise = promise_of(office, due_on=date(2027, 12, 31))
    again = next_office(office, date(2027, 6, 1), holder=office.councillor)
    look(date(2027, 6, 1))
    promise.refresh_from_db()
    assert (promise.holder, promise.is_to_adopt) == (again, False)


def test_one_broken_promise_stops_no_other(office: WardOffice) -> None:
    with on_day(MONDAY):
        bad, good = promise_of(office, due_on=DUE), promise_of(office, due_on=DUE)

    def fail(*, promise: Promise, **_more: Any) -> None:
        if promise == bad:
            raise RuntimeError("no room on the disk")

    with hearing(promise_stepped, fail), on_day(date(2027, 4, 1)), pytest.raises(ExceptionGroup) as failed:
        carry_out_due_promises(timezone.now())
    assert [str(each) for each in failed.value.exceptions] == ["no room on the disk"]
    assert [each.is_overdue for each in Promise.objects.order_by("serial")] == [False, True]
    assert look(date(2027, 4, 1)) == [f"overdue: {bad.number}"]
    assert good.number not in str(office.public_events()[-1])


def test_the_tick_carries_it_out(office: WardOffice) -> None:
    with on_day(MONDAY):
        promise = promise_of(office, due_on=DUE)
    with on_day(date(2027, 4, 1)):
        now: datetime = timezone.now()
        assert f"overdue: {promise.number}" in tick(now)
    assert Promise.objects.get().state == PromiseState.MADE
