"""Who may do what, as a table over roles, doors and commands."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from chatserver.live.ops import OPS
from sessions.admission import (
    CLERK_OPS,
    COUNCILLOR_OPS,
    MODERATOR_OPS,
    RESIDENT_OPS,
    admit,
    may_plan,
    require_may,
    wards_to_plan,
)
from sessions.models import Appointment, Borough, Office, Ward
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
    }


MAY = {
    ("visitor", "room"): (),
    ("resident", "room"): RESIDENT_OPS,
    ("resident", "any"): RESIDENT_OPS,
    ("resident", "desk"): (),
    ("neighbour", "room"): (),
    ("moderator", "room"): (),
    ("moderator", "desk"): MODERATOR_OPS,
    ("moderator", "any"): MODERATOR_OPS,
    ("councillor", "room"): (),
    ("councillor", "desk"): COUNCILLOR_OPS,
    ("clerk", "room"): (),
    ("clerk", "desk"): CLERK_OPS,
}


@pytest.mark.parametrize(("who", "door"), MAY)
@pytest.mark.parametrize("op", OPS)
def test_each_command_is_open_to_those_named_for_it_and_to_nobody_else(
    evening: Evening, who: str, door: str, op: str
) -> None:
    person = people(evening)[who]
    if op in MAY[who, door]:
        require_may(person, evening.chat_session, op, door=door)
    else:
        with pytest.raises(Refused) as refusal:
            require_may(person, evening.chat_session, op, door=door)
        assert refusal.value.code == ("sign_in" if person is None else "forbidden")


def test_every_operation_belongs_to_exactly_one_duty() -> None:
    listed = [*RESIDENT_OPS, *COUNCILLOR_OPS, *MODERATOR_OPS, *CLERK_OPS]
    assert sorted(listed) == sorted(OPS)


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
    admission = admit(account_id=account_id, chat_session_id=evening.chat_session.pk, door="room")
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
            require_may(person, evening.chat_session, "question.approve", door="desk")


def test_a_duty_in_another_ward_opens_no_door_here(evening: Evening) -> None:
    stranger = make_person("moderator-93")
    Appointment.objects.create(person=stranger, duty="moderator", ward=make_ward(93), from_on=date(2022, 1, 1))
    with pytest.raises(Refused) as refusal:
        admit(account_id=stranger.pk, chat_session_id=evening.chat_session.pk, door="desk")
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
    with django_assert_num_queries(6):
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
