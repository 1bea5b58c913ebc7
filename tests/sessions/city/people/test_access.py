"""Who may do what, as a table over roles, doors and commands."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from chatserver.live.wire.ops import OPS
from sessions.city.people.access import Admission, admit, duties_anywhere, duties_of, why_not
from sessions.city.people.permissions import (
    CALLING_OPS,
    CLERK_OPS,
    COUNCILLOR_OPS,
    MODERATOR_OPS,
    OFFICIAL_OPS,
    RESIDENT_OPS,
)
from sessions.city.people.planning import may_plan, wards_to_plan
from sessions.models import Appointment, Ban, Borough, Duty, Office, Ward
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_person, make_ward

pytestmark = pytest.mark.costly


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


@pytest.mark.long
def test_each_command_is_open_to_those_named_for_it_and_to_nobody_else(evening: Evening) -> None:
    everybody = people(evening)
    found = {cell: verdicts_on(everybody[cell[0]], evening, cell[1]) for cell in MAY if cell[0] != "visitor"}
    assert wrong_cells(found, {cell: dict.fromkeys(MAY[cell], "may") for cell in found}) == []
    admitted = {
        (who, door): admit_to(evening, everybody[who], door, is_proven=True).may for who, door in MAY if door != "desk"
    }
    assert {cell: set(may) for cell, may in admitted.items()} == {cell: set(MAY[cell]) for cell in admitted}


def verdicts_on(person: Any, evening: Evening, door: str, *, is_proven: bool = True) -> dict[str, str]:
    """By command: "may", or the code of the refusal."""
    duties = duties_of(person, evening.chat_session)
    found = {op: why_not(person, duties, evening.chat_session, op, door=door, is_proven=is_proven) for op in OPS}
    return {op: "may" if no is None else no.code for op, no in found.items()}


def wrong_cells(found: dict[Any, dict[str, str]], expected: dict[Any, dict[str, str]]) -> list[str]:
    """Where a verdict is another than expected; what nothing is said of is "forbidden"."""
    return [
        f"{cell}: {op} is {verdict}, not {expected[cell].get(op, 'forbidden')}"
        for cell, verdicts in found.items()
        for op, verdict in verdicts.items()
        if verdict != expected[cell].get(op, "forbidden")
    ]


def admit_to(evening: Evening, person: Any, door: str, *, is_proven: bool = False) -> Admission:
    account_id = person.pk if person else None
    return admit(account_id=account_id, chat_session_id=evening.chat_session.pk, door=door, is_proven=is_proven)


def refusal_at(evening: Evening, person: Any, door: str, *, is_proven: bool = False) -> Refused:
    with pytest.raises(Refused) as refusal:
        admit_to(evening, person, door, is_proven=is_proven)
    return refusal.value


def test_without_a_second_factor_no_duty_counts(evening: Evening) -> None:
    staff = {who: person for who, person in people(evening).items() if who in STAFF}
    theirs = {who: {*MAY.get((who, "desk"), ()), *MAY.get((who, "any"), ())} for who in staff}
    found = {who: verdicts_on(person, evening, "any", is_proven=False) for who, person in staff.items()}
    assert wrong_cells(found, {who: dict.fromkeys(theirs[who], "second_factor") for who in staff}) == []
    codes = {who: refusal_at(evening, person, "desk").code for who, person in staff.items()}
    assert codes == dict.fromkeys(STAFF, "second_factor")
    assert {who: admit_to(evening, person, "any").may for who, person in staff.items()} == dict.fromkeys(STAFF, ())


@pytest.mark.long
def test_a_banned_resident_is_let_in_nowhere_in_the_ward_and_told_why(evening: Evening) -> None:
    person = banned(evening)
    assert verdicts_on(person, evening, "any") == dict.fromkeys(OPS, "banned")
    refusal = refusal_at(evening, person, "room")
    assert refusal.code == "banned"
    assert str(refusal.message).endswith(": Threats")
    Ban.objects.update(lifted_at=timezone.now())
    assert verdicts_on(person, evening, "room")["question.ask"] == "may"
    assert "question.ask" in admit_to(evening, person, "room").may


def test_every_operation_is_somebodys() -> None:
    listed = [*RESIDENT_OPS, *COUNCILLOR_OPS, *CALLING_OPS, *MODERATOR_OPS, *CLERK_OPS]
    assert sorted(set(listed)) == sorted(OPS)
    assert set(COUNCILLOR_OPS) & set(MODERATOR_OPS) == {"question.take"}
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


def test_anybody_may_read_the_room(evening: Evening) -> None:
    roles = {
        "visitor": "visitor",
        "resident": "resident",
        "neighbour": "resident",
        "moderator": "moderator",
        "councillor": "councillor",
        "clerk": "clerk",
    }
    everybody = people(evening)
    admitted = {who: admit_to(evening, everybody[who], "room", is_proven=True) for who in roles}
    assert {who: (each.role, each.may) for who, each in admitted.items()} == {
        who: (role, MAY[who, "room"]) for who, role in roles.items()
    }


def test_the_desk_is_for_staff(evening: Evening) -> None:
    everybody = people(evening)
    found = {who: refusal_at(evening, everybody[who], "desk").code for who in ("visitor", "resident")}
    assert found == {"visitor": "sign_in", "resident": "forbidden"}


def test_a_duty_ends_with_its_term(evening: Evening) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(person=evening.moderator).update(to_on=yesterday)
    Office.objects.update(to_on=yesterday)
    evening.chat_session.host.refresh_from_db()
    for person in (evening.moderator, evening.councillor):
        assert verdicts_on(person, evening, "desk") == dict.fromkeys(OPS, "forbidden")
        assert refusal_at(evening, person, "desk", is_proven=True).code == "forbidden"


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
            found.append((bool(duties_of(person, evening.chat_session)), bool(duties_anywhere(person))))
    assert found == [(False, False), (True, True), (True, True), (False, False)]


def test_nobody_answers_for_a_vacant_office(evening: Evening) -> None:
    Office.objects.update(kind="vacant", holder=None, names={})
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


def test_only_the_clerk_plans_and_only_the_wards_of_the_appointment(evening: Evening) -> None:
    everybody = people(evening)
    elsewhere = Ward.objects.create(number=7, borough=Borough.objects.create(code="I", names={"en": "Borough I"}))
    borough = list(Ward.objects.filter(borough=evening.ward.borough))
    wards = (evening.ward, None, elsewhere)
    found = {who: [may_plan(person, ward) for ward in wards] for who, person in everybody.items()}
    assert found == {who: [who == "clerk", who == "clerk", False] for who in everybody}
    listed = {who: wards_to_plan(person) for who, person in everybody.items() if person is not None}
    assert listed == {who: borough if who == "clerk" else [] for who in listed}


def test_a_disabled_clerk_and_one_whose_term_is_over_plan_nothing(evening: Evening) -> None:
    evening.clerk.is_active = False
    assert not may_plan(evening.clerk)
    evening.clerk.is_active = True
    Appointment.objects.filter(person=evening.clerk).update(to_on=timezone.localdate() - timedelta(days=1))
    assert not may_plan(evening.clerk)
    assert wards_to_plan(evening.clerk) == []
