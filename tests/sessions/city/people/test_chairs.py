"""Who chairs a borough: a councillor by their own term, somebody else by name, or nobody; one term after another."""

from datetime import date
from typing import Any

import pytest

from sessions.city.people.appointing import AppointmentPlace
from sessions.city.people.chairs import NewChair, appoint_chair, chair_of, councillors_to_chair
from sessions.city.people.invites import accept_invite, find_invite, invite
from sessions.city.people.permissions import CHAIR
from sessions.models import Borough, Chair, Change, Invite, Office
from sessions.platform.refusals import Refused
from tests.factories.evening import make_person
from tests.factories.planning_desk import NOW, Desk, make_desk

pytestmark = pytest.mark.django_db

FIRST, LATER = date(2027, 1, 1), date(2027, 3, 1)


@pytest.fixture
def desk(time_machine: Any) -> Desk:
    time_machine.move_to(NOW)
    return make_desk()


@pytest.fixture
def borough(desk: Desk) -> Borough:
    return Borough.objects.get(code="X")


def appoint(desk: Desk, borough: Borough, wanted: NewChair, seen: Chair | None = None) -> Chair:
    return appoint_chair(borough, wanted, seen=seen.pk if seen is not None else None, clerk=desk.clerk)


def test_a_councillor_chairs_by_their_own_term_and_no_longer_than_it_lasts(desk: Desk, borough: Borough) -> None:
    office = Office.objects.get(ward=desk.wards[95])
    appoint(desk, borough, NewChair(FIRST, office=office))
    office.holder, office.to_on = make_person("councillor"), date(2027, 2, 1)
    office.save()
    chair = chair_of(borough, date(2027, 2, 1))
    assert chair is not None
    assert (chair.by.names, chair.account, chair.last_on) == (office.names, office.holder, date(2027, 2, 1))
    assert chair_of(borough, date(2027, 2, 2)) is None


def test_terms_follow_one_another_and_the_last_clerk_is_told_of_the_first(desk: Desk, borough: Borough) -> None:
    first = appoint(desk, borough, NewChair(FIRST, names={"en": "Somebody (demo)"}))
    vacant = appoint(desk, borough, NewChair(LATER), first)
    first.refresh_from_db()
    assert (first.to_on, vacant.is_vacant) == (date(2027, 2, 28), True)
    assert (chair_of(borough, FIRST), chair_of(borough, LATER)) == (first, None)
    with pytest.raises(Refused) as refused:
        appoint(desk, borough, NewChair(date(2027, 4, 1), names={"en": "Late (demo)"}), first)
    assert (refused.value.code, refused.value.facts["place"]) == ("stale", "borough:X")


def test_nobody_appoints_themselves_nor_somebody_who_represents_no_ward_then(desk: Desk, borough: Borough) -> None:
    office = Office.objects.get(ward=desk.wards[95])
    office.to_on = date(2027, 2, 1)
    office.save()
    for wanted, part in (
        (NewChair(FIRST, names={"en": "The clerk (demo)"}, holder=desk.clerk), "account"),
        (NewChair(LATER, office=office), "councillor"),
        (NewChair(date(2026, 12, 31), names={"en": "Early (demo)"}), "from"),
    ):
        with pytest.raises(Refused) as refused:
            appoint(desk, borough, wanted)
        assert (refused.value.code, refused.value.facts["part"]) == ("bad_field", part)
    assert not Chair.objects.exists()


@pytest.mark.costly
def test_a_chair_by_name_gets_the_account_of_the_person_who_accepts_the_link(desk: Desk, borough: Borough) -> None:
    place, person = AppointmentPlace(borough=borough), make_person("chair")
    chair = appoint(desk, borough, NewChair(FIRST, names={"en": "Somebody (demo)"}))
    first, second = (invite(desk.clerk, name="Somebody", duty=CHAIR, place=place, from_on=FIRST) for _each in range(2))
    assert find_invite(first.token) == first.invite
    with pytest.raises(Refused) as own:
        accept_invite(first.invite.pk, person=desk.clerk, is_proven=True)
    assert own.value.code == "forbidden"
    accept_invite(first.invite.pk, person=person, is_proven=True)
    chair.refresh_from_db()
    assert (chair.account, chair.names) == (person, {"en": "Somebody (demo)"})
    with pytest.raises(Refused) as late:
        accept_invite(second.invite.pk, person=make_person("late"), is_proven=True)
    assert late.value.code == "bad_field"
    told: Any = Change.objects.filter(subject="chair").latest("pk").after
    assert (told["account"], told["place"]) == (str(person.public_id), "borough:X")


@pytest.mark.costly
def test_nobody_is_invited_where_no_chair_by_name_waits_for_an_account(desk: Desk, borough: Borough) -> None:
    office = Office.objects.get(ward=desk.wards[95])
    last = None
    for day, wanted in ((1, {"office": office}), (2, {}), (3, {"names": {"en": "A"}, "holder": make_person("chair")})):
        last = appoint(desk, borough, NewChair(date(2027, 1, day), **wanted), last)
        for place in (AppointmentPlace(borough=borough), AppointmentPlace(ward=desk.wards[95])):
            with pytest.raises(Refused) as refused:
                invite(desk.clerk, name="Somebody", duty=CHAIR, place=place, from_on=FIRST)
            assert refused.value.code == ("bad_field" if place.ward is None else "forbidden")
    assert not Invite.objects.exists()


def test_the_clerk_of_a_ward_appoints_no_chair(time_machine: Any) -> None:
    time_machine.move_to(NOW)
    desk = make_desk(ward_clerk_of=95)
    with pytest.raises(Refused) as refused:
        appoint(desk, Borough.objects.get(code="X"), NewChair(FIRST, names={"en": "Somebody (demo)"}))
    assert refused.value.code == "forbidden"


def test_councillors_are_those_of_the_boroughs_wards_who_are_in_office(desk: Desk, borough: Borough) -> None:
    Office.objects.filter(ward=desk.wards[95]).update(to_on=date(2026, 12, 31))
    other = Borough.objects.create(code="II", names={"en": "Borough II"})
    assert [office.ward.number for office in councillors_to_chair(borough, FIRST)] == [96]
    assert councillors_to_chair(other, FIRST) == []
