"""Moderators of wards that are planned together, and rules for all of the wards or for none."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from sessions.chats.calendar.rules.placing import WhenClosed
from sessions.chats.calendar.schedules.borough import BoroughDraft, find_teams, propose_rules, set_borough
from sessions.models import Appointment, Duty, Schedule, Ward
from sessions.platform.refusals import Refused
from tests.factories.evening import make_office, make_person, make_ward
from tests.factories.planning_desk import FIRST_SATURDAYS

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)


def asked(wards: list[Ward], *, at_once: int = 1, hours: tuple[time, ...] = (time(17), time(18, 30))) -> BoroughDraft:
    return BoroughDraft(
        wards=tuple(wards),
        week_days=(5,),
        nths=(1, 2),
        hours=hours,
        minutes=60,
        at_most_at_once=at_once,
        from_on=date(2027, 2, 1),
        ask_days=7,
        on_closed=WhenClosed.NEXT_FREE,
    )


def appoint(name: str, ward: Ward | None, *, borough_of: Ward | None = None) -> None:
    Appointment.objects.create(
        person=make_person(name, label=name),
        duty=Duty.MODERATOR,
        ward=ward,
        borough=borough_of.borough if borough_of else None,
        from_on=date(2022, 1, 1),
    )


@time_machine.travel(NOW, tick=False)
def test_a_wards_own_moderators_screen_it_and_the_others_are_shared_out() -> None:
    wards = [make_ward(number) for number in (91, 92, 93, 94)]
    appoint("own", wards[1])
    for name in ("first", "second"):
        appoint(name, None, borough_of=wards[0])
    appoint("disabled", wards[2])
    person = Appointment.objects.get(person__username="disabled").person
    person.is_active = False
    person.save()
    teams = find_teams(wards, timezone.localdate() + timedelta(days=30))
    assert [[moderator.name for moderator in teams[ward.pk]] for ward in wards] == [
        ["first"],
        ["own"],
        ["second"],
        ["first"],
    ]


@time_machine.travel(NOW, tick=False)
def test_two_wards_of_one_moderator_never_run_at_once() -> None:
    wards = [make_ward(number) for number in (91, 92)]
    appoint("shared", None, borough_of=wards[0])
    one, two = propose_rules(asked(wards, at_once=2, hours=(time(17), time(17, 30))))
    assert one.draft.rule != two.draft.rule


@time_machine.travel(NOW, tick=False)
def test_rules_that_stay_are_planned_around() -> None:
    kept, ward = make_ward(91), make_ward(92)
    Schedule.objects.create(ward=kept, rule="FREQ=MONTHLY;BYDAY=1SA", at=time(17), minutes=60, from_on=date(2027, 1, 1))
    [proposal] = propose_rules(asked([ward], hours=(time(17),)))
    assert proposal.draft.rule == "FREQ=MONTHLY;BYDAY=2SA"


@pytest.mark.costly
@time_machine.travel(NOW, tick=False)
def test_where_one_ward_is_refused_none_is_set() -> None:
    wards = [make_ward(number) for number in (91, 92)]
    for ward in wards:
        make_office(ward)
    proposals = propose_rules(asked(wards))
    with pytest.raises(Refused) as refused:
        set_borough(proposals, versions={91: None, 92: 4}, clerk=None)
    assert (refused.value.code, refused.value.facts["ward"]) == ("stale", 92)
    assert not Schedule.objects.exists()
    assert len(set_borough(proposals, versions={}, clerk=None)) == 2
    assert FIRST_SATURDAYS.rule == Schedule.objects.get(ward=wards[0]).rule
