"""Who may do what, as a table over roles, doors and commands."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from chatserver.live.wire.ops import OPS
from sessions.models import Appointment, Ban, Borough, Duty, Office, Ward
from sessions.permissions.access import (
    CALLING_OPS,
    CLERK_OPS,
    COUNCILLOR_OPS,
    MODERATOR_OPS,
    OFFICIAL_OPS,
    RESIDENT_OPS,
    admit,
    duties_of,
    has_any_duty,
    may_plan,
    require_may,
    wards_to_plan,
)
from sessions.refusals import Refused
from tests.evening import Evening, make_person, make_ward


def people(evening: Evening) -> dict[str, Any]:
    return {
        "visitor": None,
        "resident": evening.residents[0],
        "neighbour": make_person("neighbour", make_ward(93)),
        "moderator": evening.moderator,
        "councillor": evening.councillor,
        "clerk": evening.clerk,
        "delegate": appointed("delegate", evening),
        "official": appointed("official", evening),
        "banned": banned(evening),
        "banned elsewhere": banned(evening, from_ward=make_ward(94)),
    }


def appointed(duty: str, evening: Evening, **more: Any) -> Any:
    person = make_person(duty, evening.ward)
    place = more or {"ward": evening.ward}
    Appointment.objects.create(person=person, duty=duty, from_on=date(2022, 1, 1), **place)
    return person


def banned(evening: Evening, from_ward: Ward | None = None) -> Any:
    """A resident of the ward who is banned from its chats, or from those of another."""
    ward, now = from_ward or evening.ward, timezone.now()
    person = make_person(f"banned-{ward.number}", evening.ward)
    Ban.objects.create(person=person, ward=ward, reason="Threats", from_at=now, until_at=now + timedelta(days=3))
    return person


MAY = {
    ("visitor", "room"): (),
    ("resident", "room"): RESIDENT_OPS,
    ("resident", "any"): RESIDENT_OPS,
    ("resident", "desk"): (),
    ("neighbour", "room"): (),
    ("moderator", "room"): (),
    ("moderator", "desk"): MODERATOR_OPS + CALLING_OPS,
    ("moderator", "any"): MODERATOR_OPS + CALLING_OPS,
    ("councillor", "room"): (),
    ("councillor", "desk"): COUNCILLOR_OPS + CALLING_OPS,
    ("clerk", "room"): (),
    ("clerk", "desk"): CLERK_OPS + CALLING_OPS,
    ("delegate", "room"): (),
    ("delegate", "desk"): COUNCILLOR_OPS + CALLING_OPS,
    ("official", "room"): (),
    ("official", "any"): OFFICIAL_OPS,
    ("banned elsewhere", "room"): RESIDENT_OPS,
}
STAFF = ("moderator", "councillor", "clerk", "delegate", "official")


@pytest.mark.parametrize(("who", "door"), MAY)
def test_each_command_is_open_to_those_named_for_it_and_to_nobody_else(evening: Evening, who: str, door: str) -> None:
    person = people(evening)[who]
    verdicts = {op: verdict_on(person, evening, op, door) for op in OPS}
    refused = "sign_in" if person is None else "forbidden"
    assert verdicts == {op: "may" if op in MAY[who, door] else refused for op in OPS}


def verdict_on(person: Any, evening: Evening, op: str, door: str) -> str:
    try:
        require_may(person, evening.chat_session, op, door=door, is_proven=True)
    except Refused as refusal:
        return refusal.code
    return "may"


@pytest.mark.parametrize("who", STAFF)
def test_without_a_second_factor_no_duty_counts(evening: Evening, who: str) -> None:
    person = people(evening)[who]
    for op in OPS:
        with pytest.raises(Refused) as refusal:
            require_may(person, evening.chat_session, op, door="any")
        is_theirs = op in MAY.get((who, "desk"), ()) or op in MAY.get((who, "any"), ())
        assert refusal.value.code == ("second_factor" if is_theirs else "forbidden")
    with pytest.raises(Refused) as refusal:
        admit(account_id=person.pk, chat_session_id=evening.chat_session.pk, door="desk")
    assert refusal.value.code == "second_factor"
    assert admit(account_id=person.pk, chat_session_id=evening.chat_session.pk, door="any").may == ()


def test_a_banned_resident_is_let_in_nowhere_in_the_ward_and_told_why(evening: Evening) -> None:
    person = banned(evening)
    for op in OPS:
        with pytest.raises(Refused) as refusal:
            require_may(person, evening.chat_session, op, door="any", is_proven=True)
        assert refusal.value.code == "banned"
    with pytest.raises(Refused) as refusal:
        admit(account_id=person.pk, chat_session_id=evening.chat_session.pk, door="room")
    assert refusal.value.code == "banned"
    assert str(refusal.value.message).endswith(": Threats")
    Ban.objects.update(lifted_at=timezone.now())
    require_may(person, evening.chat_session, "question.ask", door="room")


def test_every_operation_is_somebodys() -> None:
    listed = [*RESIDENT_OPS, *COUNCILLOR_OPS, *CALLING_OPS, *MODERATOR_OPS, *CLERK_OPS]
    assert sorted(listed) == sorted(OPS)
    assert set(OFFICIAL_OPS) < set(COUNCILLOR_OPS)


@pytest.mark.parametrize("place", ["ward", "borough", "city"])
def test_a_duty_counts_in_its_ward_its_borough_or_the_city(evening: Evening, place: str) -> None:
    wards = {"own": evening.ward, "beside": make_ward(96), "far": Ward.objects.create(number=7)}
    places: dict[str, dict[str, Any]] = {
        "ward": {"ward": evening.ward},
        "borough": {"borough": evening.ward.borough},
        "city": {"is_for_city": True},
    }
    clerk = appointed("clerk", evening, **places[place])
    covered = {"ward": {"own"}, "borough": {"own", "beside"}, "city": {"own", "beside", "far"}}[place]
    assert {name for name, ward in wards.items() if may_plan(clerk, ward)} == covered
    [held] = Appointment.objects.filter(person=clerk)
    assert {name for name, ward in wards.items() if held.covers(ward)} == covered
    assert wards_to_plan(clerk) == sorted((wards[name] for name in covered), key=lambda ward: ward.number)


def test_a_duty_for_a_ward_without_a_borough_covers_no_other_ward() -> None:
    one, other = Ward(pk=1, number=1), Ward(pk=2, number=2)
    assert not Appointment(ward=one).covers(other)


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("visitor", "visitor"),
        ("resident", "resident"),
        ("neighbour", "resident"),
        ("moderator", "moderator"),
        ("councillor", "councillor"),
        ("clerk", "clerk"),
    ],
)
def test_anybody_may_read_the_room(evening: Evening, who: str, role: str) -> None:
    person = people(evening)[who]
    account_id = person.pk if person else None
    admission = admit(account_id=account_id, chat_session_id=evening.chat_session.pk, door="room", is_proven=True)
    assert (admission.role, admission.may) == (role, MAY[who, "room"])


@pytest.mark.parametrize(("who", "code"), [("visitor", "sign_in"), ("resident", "forbidden")])
def test_the_desk_is_for_staff(evening: Evening, who: str, code: str) -> None:
    person = people(evening)[who]
    with pytest.raises(Refused) as refusal:
        admit(account_id=person.pk if person else None, chat_session_id=evening.chat_session.pk, door="desk")
    assert refusal.value.code == code


def test_a_duty_ends_with_its_term(evening: Evening) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(person=evening.moderator).update(to_on=yesterday)
    Office.objects.update(to_on=yesterday)
    evening.chat_session.host.refresh_from_db()
    for person in (evening.moderator, evening.councillor):
        with pytest.raises(Refused):
            require_may(person, evening.chat_session, "question.approve", door="desk", is_proven=True)


MIDNIGHT_IN_KOLKATA = datetime(2027, 1, 1, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize("duty", ["councillor", *Duty.values])
def test_a_term_counts_from_midnight_before_its_first_day_to_midnight_after_its_last(
    evening: Evening, duty: str
) -> None:
    person = evening.councillor if duty == "councillor" else make_person("of a day")
    only = {"from_on": date(2027, 1, 2), "to_on": date(2027, 1, 2)}
    if duty == "councillor":
        Office.objects.update(**only)
        evening.chat_session.host.refresh_from_db()
    else:
        Appointment.objects.create(person=person, duty=duty, ward=evening.ward, **only)
    second, day = timedelta(seconds=1), timedelta(days=1)
    found = []
    for moment in (-second, second, day - second, day + second):
        with time_machine.travel(MIDNIGHT_IN_KOLKATA + moment, tick=False):
            found.append((bool(duties_of(person, evening.chat_session)), has_any_duty(person)))
    assert found == [(False, False), (True, True), (True, True), (False, False)]


def test_nobody_answers_for_a_vacant_office(evening: Evening) -> None:
    Office.objects.update(kind="vacant", holder=None, name_en="", name_bn="")
    evening.chat_session.host.refresh_from_db()
    for person in (evening.councillor, evening.residents[0]):
        assert duties_of(person, evening.chat_session) == []


def test_a_duty_in_another_ward_opens_no_door_here(evening: Evening) -> None:
    stranger = make_person("moderator-93")
    Appointment.objects.create(person=stranger, duty="moderator", ward=make_ward(93), from_on=date(2022, 1, 1))
    with pytest.raises(Refused) as refusal:
        admit(account_id=stranger.pk, chat_session_id=evening.chat_session.pk, door="desk", is_proven=True)
    assert refusal.value.code == "forbidden"


def test_a_disabled_account_is_a_visitor(evening: Evening) -> None:
    person = evening.residents[0]
    person.is_active = False
    person.save()
    assert admit(account_id=person.pk, chat_session_id=evening.chat_session.pk, door="room").role == "visitor"


def test_being_let_in_costs_few_queries_however_full_the_room_is(
    evening: Evening, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        evening.queue(f"Question {number}?", by=1)
    with django_assert_num_queries(5):
        admit(account_id=evening.residents[0].pk, chat_session_id=evening.chat_session.pk, door="room")


@pytest.mark.parametrize(
    ("role", "plans"),
    [("visitor", False), ("resident", False), ("moderator", False), ("councillor", False), ("clerk", True)],
)
def test_only_the_clerk_plans_and_only_the_wards_of_the_appointment(evening: Evening, role: str, plans: bool) -> None:
    person = people(evening)[role]
    elsewhere = Ward.objects.create(number=7, borough=Borough.objects.create(code="I", name_en="Borough I"))
    assert may_plan(person, evening.ward) is plans
    assert may_plan(person) is plans
    assert not may_plan(person, elsewhere)
    if person is not None:
        borough = list(Ward.objects.filter(borough=evening.ward.borough))
        assert wards_to_plan(person) == (borough if plans else [])


def test_a_disabled_clerk_and_one_whose_term_is_over_plan_nothing(evening: Evening) -> None:
    evening.clerk.is_active = False
    assert not may_plan(evening.clerk)
    evening.clerk.is_active = True
    Appointment.objects.filter(person=evening.clerk).update(to_on=timezone.localdate() - timedelta(days=1))
    assert not may_plan(evening.clerk)
    assert wards_to_plan(evening.clerk) == []
