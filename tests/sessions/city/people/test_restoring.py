"""An appointment that was ended by mistake is restored: the same one, for a day, by whom it could be made."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from sessions.city.duties.independence import SecondPeople, SecondPersonBar, WhyNot
from sessions.city.people.access import duties_of
from sessions.city.people.appointing import AppointmentPlace
from sessions.city.people.invites import accept_invite, end_appointment, invite
from sessions.city.people.restoring import restorable_by, restore_appointment
from sessions.models import Appointment, Change, Duty, Event, SecondAct
from sessions.platform.refusals import Refused
from tests.factories.clerks import make_clerk
from tests.factories.evening import Evening, make_evening, make_person


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


def appoint(
    evening: Evening, person: Any, *, duty: str = Duty.MODERATOR, days: int = 0, ends_in: int | None = None
) -> Appointment:
    today = timezone.localdate()
    return Appointment.objects.create(
        person=person,
        duty=duty,
        ward=evening.ward,
        from_on=today - timedelta(days=days),
        to_on=None if ends_in is None else today + timedelta(days=ends_in),
    )


def end(held: Appointment, clerk: Any) -> int:
    end_appointment(held, clerk=clerk)
    return Change.objects.get(subject="appointment", subject_id=str(held.pk)).pk


def refusal_of(change: int, clerk: Any) -> str:
    with pytest.raises(Refused) as caught:
        restore_appointment(change, clerk=clerk)
    return caught.value.code


@pytest.mark.parametrize("days", [0, 20, -3], ids=["begun today", "begun before", "not begun yet"])
@pytest.mark.parametrize("ends_in", [None, 30])
def test_it_comes_back_as_it_was(evening: Evening, days: int, ends_in: int | None) -> None:
    person = make_person("moderator of few days")
    held = appoint(evening, person, days=days, ends_in=ends_in)
    [before] = Appointment.objects.filter(pk=held.pk).values()
    change = end(held, evening.clerk)
    assert duties_of(person, evening.chat_session) == []
    [ended] = restorable_by(evening.clerk)
    assert (ended.change.pk, ended.person, ended.from_on, ended.to_on) == (change, person, held.from_on, held.to_on)
    restore_appointment(change, clerk=evening.clerk)
    assert Appointment.objects.filter(pk=held.pk).values().get() == before
    assert restorable_by(evening.clerk) == []
    assert refusal_of(change, evening.clerk) == "stale"


def test_it_can_be_ended_and_restored_again(evening: Evening) -> None:
    held = appoint(evening, make_person("moderator"), days=5)
    restore_appointment(end(held, evening.clerk), clerk=evening.clerk)
    end_appointment(Appointment.objects.get(pk=held.pk), clerk=evening.clerk)
    [ended] = restorable_by(evening.clerk)
    restore_appointment(ended.change.pk, clerk=evening.clerk)
    subjects = Change.objects.filter(subject_id=str(held.pk)).order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == ["appointment", "restoring", "appointment", "restoring"]


def test_only_who_may_appoint_there_restores_and_never_their_own(evening: Evening) -> None:
    held = appoint(evening, make_person("moderator"), days=5)
    change = end(held, evening.clerk)
    stranger = make_person("clerk of ward 7")
    Appointment.objects.create(
        person=stranger, duty=Duty.CLERK, ward=make_evening(number=7).ward, from_on=timezone.localdate()
    )
    for other in (stranger, evening.moderator):
        assert restorable_by(other) == []
        assert refusal_of(change, other) == "forbidden"
    colleague = make_person("another clerk")
    Appointment.objects.create(
        person=colleague, duty=Duty.CLERK, borough=evening.ward.borough, from_on=timezone.localdate()
    )
    own = end(appoint(evening, colleague, days=5), evening.clerk)
    assert [ended.change.pk for ended in restorable_by(colleague)] == [change]
    assert refusal_of(own, colleague) == "forbidden"
    restore_appointment(own, clerk=evening.clerk)


def test_after_a_day_it_needs_an_invitation(evening: Evening) -> None:
    change = end(appoint(evening, make_person("moderator"), days=5), evening.clerk)
    Change.objects.filter(pk=change).update(at=timezone.now() - timedelta(days=1))
    assert restorable_by(evening.clerk) == []
    assert refusal_of(change, evening.clerk) == "stale"


def test_who_was_invited_anew_or_has_no_account_any_more_is_not_given_it_twice(evening: Evening) -> None:
    person, gone = make_person("moderator"), make_person("gone")
    change, of_gone = (end(appoint(evening, each, days=5), evening.clerk) for each in (person, gone))
    place = AppointmentPlace(ward=evening.ward)
    invited = invite(evening.clerk, name="B", duty=Duty.MODERATOR, place=place, from_on=timezone.localdate())
    accept_invite(invited.invite.pk, person=person, is_proven=True)
    gone.is_active = False
    gone.save()
    assert refusal_of(change, evening.clerk) == "stale"
    assert refusal_of(of_gone, evening.clerk) == "stale"
    assert [ended.change.pk for ended in restorable_by(evening.clerk)] == [change]
    assert refusal_of(0, evening.clerk) == "stale"


@pytest.mark.row("threat", 61)
@pytest.mark.parametrize("days", [0, 20], ids=["deleted meanwhile", "kept"])
def test_an_end_and_its_undoing_stand_in_the_log_and_hide_nobody_who_appointed(evening: Evening, days: int) -> None:
    own, helper = make_person("own"), make_clerk("helper")
    place = AppointmentPlace(ward=evening.ward)
    with time_machine.travel(timezone.now() - timedelta(days=days)):
        row = invite(evening.clerk, name="own", duty="moderator", place=place, from_on=timezone.localdate()).invite
        accept_invite(row.pk, person=own, is_proven=True)
    held = Appointment.objects.get(person=own)
    end_appointment(held, clerk=helper)
    change = Change.objects.filter(subject="appointment", subject_id=str(held.pk)).latest("pk")
    restored = restore_appointment(change.pk, clerk=helper)
    assert (restored.appointed_by, restored.appointed_at) == (evening.clerk, held.appointed_at)
    told = list(Event.objects.filter(type__startswith="duty.").order_by("pk").values_list("type", "body__by"))
    assert [kind for kind, _by in told] == ["duty.given", "duty.ended", "duty.resumed"]
    assert told[1][1] == told[2][1] != told[0][1]
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        bar = SecondPeople(SecondAct.APPEAL, evening.ward).bar(own.pk, [evening.clerk.pk])
        assert bar == SecondPersonBar(WhyNot.APPOINTED)
