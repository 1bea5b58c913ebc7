"""Invitations: one link, one person, once; never more than the clerk could give."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from sessions.city.people.access import duties_of
from sessions.city.people.appointing import AppointmentPlace
from sessions.city.people.invites import (
    OFFICE,
    accept_invite,
    appointments_for,
    end_appointment,
    find_invite,
    invite,
    invites_for,
    revoke_invite,
)
from sessions.models import Appointment, Change, Duty, Invite, Office
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening, make_person, make_ward

pytestmark = pytest.mark.costly


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


def invite_to(evening: Evening, duty: str = Duty.MODERATOR, **more: Any) -> Any:
    given: dict[str, Any] = {"place": AppointmentPlace(ward=evening.ward), "from_on": timezone.localdate()} | more
    return invite(evening.clerk, name="Somebody", duty=duty, **given)


def accept(evening: Evening, invited: Any, person: Any = None, *, is_proven: bool = True) -> Any:
    person = person or make_person("invited")
    accept_invite(invited.invite.pk, person=person, is_proven=is_proven)
    return person


def refused_for(do: Any) -> str:
    with pytest.raises(Refused) as refusal:
        do()
    return refusal.value.code


@pytest.mark.parametrize("duty", Duty.values)
def test_the_duty_begins_with_the_second_factor_and_not_before(evening: Evening, duty: str) -> None:
    invited, person = invite_to(evening, duty), make_person("invited")
    assert refused_for(lambda: accept(evening, invited, person, is_proven=False)) == "second_factor"
    assert duties_of(person, evening.chat_session) == []
    accept(evening, invited, person)
    assert duties_of(person, evening.chat_session) == [duty]
    assert refused_for(lambda: accept(evening, invited, make_person("late"))) == "stale"


def test_the_token_itself_is_kept_nowhere(evening: Evening) -> None:
    invited = invite_to(evening)
    assert find_invite(invited.token) == invited.invite
    kept = str(list(Invite.objects.values())) + str(list(Change.objects.values()))
    assert invited.token not in kept
    assert "Somebody" not in str(list(Change.objects.values()))


def test_a_link_ends_when_it_is_taken_back_or_too_old_or_its_clerk_is_clerk_no_more(evening: Evening) -> None:
    taken_back, old, orphan = (invite_to(evening) for _ in range(3))
    revoke_invite(taken_back.invite, clerk=evening.clerk)
    assert find_invite(taken_back.token) is None
    assert refused_for(lambda: accept(evening, taken_back, evening.residents[0])) == "stale"
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert refused_for(lambda: accept(evening, old, evening.residents[0])) == "stale"
    Appointment.objects.filter(person=evening.clerk).delete()
    assert refused_for(lambda: accept(evening, orphan, evening.residents[0])) == "stale"
    assert not Appointment.objects.filter(person=evening.residents[0]).exists()


def test_nobody_invites_beyond_what_they_keep(evening: Evening) -> None:
    elsewhere = make_ward(7)
    elsewhere.borough = None
    elsewhere.save()
    for place in (AppointmentPlace(ward=elsewhere), AppointmentPlace()):
        assert refused_for(lambda place=place: invite_to(evening, place=place)) == "forbidden"
    assert refused_for(lambda: invite_to(evening, "mayor")) == "forbidden"
    own = AppointmentPlace(borough=evening.ward.borough)
    assert refused_for(lambda: invite_to(evening, Duty.CLERK, place=own)) == "forbidden"
    assert Invite.objects.count() == 0


def test_an_office_without_an_account_gets_the_invited_one_and_no_other(evening: Evening) -> None:
    assert refused_for(lambda: invite_to(evening, OFFICE)) == "bad_field"
    Office.objects.filter(ward=evening.ward).update(holder=None)
    first, second = (invite_to(evening, OFFICE) for _ in range(2))
    person = accept(evening, first)
    evening.chat_session.host.refresh_from_db()
    assert duties_of(person, evening.chat_session) == ["councillor"]
    assert refused_for(lambda: accept(evening, second, make_person("second"))) == "bad_field"
    assert Office.objects.get(ward=evening.ward).holder == person


def test_a_term_of_days_that_make_no_sense_is_refused(evening: Evening) -> None:
    today = timezone.localdate()
    for days in ({"from_on": today - timedelta(days=1)}, {"to_on": today - timedelta(days=1)}):
        assert refused_for(lambda days=days: invite_to(evening, **days)) == "bad_field"


def test_a_person_who_is_relieved_has_no_duty_from_that_moment_on(evening: Evening) -> None:
    person = accept(evening, invite_to(evening))
    for one in (person, evening.moderator):
        [held] = Appointment.objects.filter(person=one)
        end_appointment(held, clerk=evening.clerk)
        assert duties_of(one, evening.chat_session) == []
    assert refused_for(lambda: end_appointment(held, clerk=evening.clerk)) == "stale"
    [own] = Appointment.objects.filter(person=evening.clerk)
    assert refused_for(lambda: end_appointment(own, clerk=evening.clerk)) == "forbidden"


def test_a_clerk_sees_what_they_may_change_and_nothing_of_other_wards(evening: Evening) -> None:
    other = make_evening(number=7)
    other.ward.borough = None
    other.ward.save()
    stranger = make_person("clerk of ward 7")
    Appointment.objects.create(person=stranger, duty=Duty.CLERK, ward=other.ward, from_on=timezone.localdate())
    invited = invite_to(evening)
    assert list(invites_for(evening.clerk, [evening.ward])) == [invited.invite]
    assert list(invites_for(stranger, [other.ward])) == []
    seen = {held.person for held in appointments_for(stranger, [other.ward])}
    assert seen == {stranger, other.moderator, other.second_moderator}


def test_a_clerk_of_the_city_sees_and_ends_a_borough_s_duties_and_takes_back_its_invitations(evening: Evening) -> None:
    of_city, moderator = make_person("clerk of the city"), make_person("moderator of the borough")
    today, borough = timezone.localdate(), AppointmentPlace(borough=evening.ward.borough)
    Appointment.objects.create(person=of_city, duty=Duty.CLERK, is_for_city=True, from_on=today)
    held = Appointment.objects.create(
        person=moderator, duty=Duty.MODERATOR, borough=evening.ward.borough, from_on=today
    )
    invited = invite(of_city, name="Somebody", duty=Duty.CLERK, place=borough, from_on=today)
    assert invited.invite in invites_for(of_city, [])
    assert held in appointments_for(of_city, [])
    revoke_invite(invited.invite, clerk=of_city)
    end_appointment(held, clerk=of_city)
    assert duties_of(moderator, evening.chat_session) == []


def test_nobody_appoints_themselves(evening: Evening) -> None:
    invited = invite_to(evening, Duty.DELEGATE)
    assert refused_for(lambda: accept(evening, invited, evening.clerk)) == "forbidden"
    assert duties_of(evening.clerk, evening.chat_session) == ["clerk"]
    accept(evening, invited)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_one_comes_in() -> None:
    evening = make_evening()
    invited = invite_to(evening)
    people = [make_person(f"invited-{number}") for number in range(8)]

    def come(person: Any) -> bool:
        try:
            accept_invite(invited.invite.pk, person=person, is_proven=True)
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(come, people)) == [False] * 7 + [True]
    assert Appointment.objects.filter(person__in=people).count() == 1
