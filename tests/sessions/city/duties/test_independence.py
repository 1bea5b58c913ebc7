"""Two accounts are not two people: who was appointed by whom, how long ago, and what a clerk may lift in public."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from sessions.city.duties.independence import SecondPeople, SecondPersonBar, WhyNot
from sessions.city.duties.waivers import waive_independence
from sessions.city.people.appointing import AppointmentPlace
from sessions.city.people.invites import accept_invite, appoint_clerk, end_appointment, invite
from sessions.models import Appointment, Duty, Event, SecondAct
from sessions.platform.refusals import Refused
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.redaction_list import lines_in_database
from tests.factories.clerks import ORDER, make_clerk
from tests.factories.evening import make_person, make_ward
from tests.sessions.record.redaction.conftest import Recorded, recorded

pytestmark = pytest.mark.django_db
__all__ = ["recorded"]
TODAY = date(2026, 12, 2)


def appoint(by: Any, name: str, place: AppointmentPlace, duty: str = "clerk") -> Any:
    """Appoint a clerk as the attack does it: an invitation, accepted by another account."""
    person = make_person(name)
    row = invite(by, name=name, duty=duty, place=place, from_on=timezone.localdate()).invite
    accept_invite(row.pk, person=person, is_proven=True)
    return person


def bar(act: SecondAct, ward: Any, second: Any, first: Any) -> SecondPersonBar | None:
    return SecondPeople(act, ward).bar(second.pk, [first.pk])


@pytest.mark.costly
@pytest.mark.row("threat", 61)
def test_who_proposed_cannot_confirm_by_an_account_of_their_own_making(recorded: Recorded) -> None:
    evening = recorded.evening
    own = appoint(evening.clerk, "own", AppointmentPlace(ward=evening.ward))
    proposed = recorded.propose("question.queued")
    for days in (0, 400):
        with time_machine.travel(timezone.now() + timedelta(days=days)), pytest.raises(Refused) as refused:
            confirm_redaction(proposed.pk, clerk=own)
        assert (refused.value.code, refused.value.facts["why"]) == ("not_independent", "appointed")


@pytest.mark.row("threat", 61)
@pytest.mark.parametrize("is_turned", [False, True])
def test_a_chain_of_appointments_links_both_its_ends(is_turned: bool) -> None:
    ward, head = make_ward(95), make_clerk("head")
    assert ward.borough is not None
    middle = appoint(head, "middle", AppointmentPlace(borough=ward.borough))
    last = appoint(middle, "last", AppointmentPlace(ward=ward))
    first, second = (last, head) if is_turned else (head, last)
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        assert bar(SecondAct.REDACTION, ward, second, first) == SecondPersonBar(WhyNot.APPOINTED)
        other = make_clerk("other")
        assert bar(SecondAct.REDACTION, ward, other, first) is None


@pytest.mark.row("threat", 61)
def test_a_duty_counts_after_fourteen_days_from_when_it_was_accepted() -> None:
    ward, clerk, first = make_ward(95), make_clerk(), make_person("first")
    moderator = appoint(clerk, "new", AppointmentPlace(ward=ward), "moderator")
    today = timezone.localdate()
    for act in (SecondAct.APPEAL, SecondAct.REREADING):
        assert bar(act, ward, moderator, first) == SecondPersonBar(WhyNot.NEW, today + timedelta(days=14))
        with time_machine.travel(timezone.now() + timedelta(days=14)):
            assert bar(act, ward, moderator, first) is None
    Appointment.objects.filter(person=moderator).update(from_on=today - timedelta(days=90))
    assert bar(SecondAct.APPEAL, ward, moderator, first) == SecondPersonBar(WhyNot.NEW, today + timedelta(days=14))


def test_a_next_term_that_joins_the_last_one_is_no_new_duty() -> None:
    ward, person = make_ward(95), make_person("moderator")
    today = timezone.localdate()
    for from_on, to_on in (
        (today - timedelta(days=400), today - timedelta(days=1)),
        (today, None),
    ):
        Appointment.objects.create(person=person, duty=Duty.MODERATOR, ward=ward, from_on=from_on, to_on=to_on)
    assert bar(SecondAct.APPEAL, ward, person, make_person("first")) is None
    Appointment.objects.filter(to_on__isnull=False).update(to_on=today - timedelta(days=2))
    assert bar(SecondAct.APPEAL, ward, person, make_person("other")) == SecondPersonBar(
        WhyNot.NEW, today + timedelta(days=14)
    )


def test_two_clerks_whom_one_person_appointed_together_wait_for_ninety_days() -> None:
    ward, head = make_ward(95), make_clerk("head")
    one, other = (appoint(head, name, AppointmentPlace(ward=ward)) for name in ("one", "other"))
    today = timezone.localdate()
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        assert bar(SecondAct.REDACTION, ward, one, other) == SecondPersonBar(
            WhyNot.TOGETHER, today + timedelta(days=90)
        )
    with time_machine.travel(timezone.now() + timedelta(days=90)):
        assert bar(SecondAct.REDACTION, ward, one, other) is None


def test_nobody_without_the_duty_here_and_nobody_for_themselves() -> None:
    ward, clerk = make_ward(95), make_clerk()
    assert bar(SecondAct.APPEAL, ward, clerk, make_person("first")) == SecondPersonBar(WhyNot.NO_DUTY)
    assert bar(SecondAct.REDACTION, ward, clerk, clerk) == SecondPersonBar(WhyNot.OWN)


@pytest.mark.costly
@pytest.mark.row("threat", 61)
def test_a_clerk_lifts_it_in_public_for_one_act_and_some_days_and_never_for_oneself(recorded: Recorded) -> None:
    evening = recorded.evening
    own = appoint(evening.clerk, "own", AppointmentPlace(ward=evening.ward))
    until = timezone.localdate() + timedelta(days=3)
    waive_independence(evening.ward, act="redaction", reason="few_people", until_on=until, clerk=recorded.second_clerk)
    told = Event.objects.get(type="independence.waived")
    assert told.body | {"by": ""} == {
        "act": "redaction",
        "reason": "few_people",
        "until_on": until.isoformat(),
        "place": "ward:95",
        "by": "",
    }
    assert bar(SecondAct.APPEAL, evening.ward, evening.second_moderator, evening.second_moderator) == SecondPersonBar(
        WhyNot.OWN
    )
    proposed = recorded.propose("question.queued")
    with pytest.raises(Refused):
        confirm_redaction(proposed.pk, clerk=evening.clerk)
    confirm_redaction(proposed.pk, clerk=own)
    [line] = lines_in_database()
    assert line["waived"] == "few_people"
    assert line["confirmed_by"]["days"] == 0
    assert line["confirmed_by"]["appointed_by"] == line["proposed_by"]["person"]
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert bar(SecondAct.REDACTION, evening.ward, own, evening.clerk) == SecondPersonBar(WhyNot.APPOINTED)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"act": "ban"}, "bad_field"),
        ({"reason": "why not"}, "bad_field"),
        ({"days": 31}, "bad_field"),
        ({"days": -1}, "bad_field"),
    ],
)
def test_a_waiver_has_an_act_a_reason_and_an_end(changed: dict[str, Any], code: str) -> None:
    wanted: dict[str, Any] = {"act": "appeal", "reason": "away", "days": 3, **changed}
    until = timezone.localdate() + timedelta(days=wanted.pop("days"))
    with pytest.raises(Refused) as refused:
        waive_independence(make_ward(95), **wanted, until_on=until, clerk=make_clerk())
    assert refused.value.code == code


def test_only_a_clerk_of_the_ward_lifts_it() -> None:
    with pytest.raises(Refused) as refused:
        waive_independence(
            make_ward(95), act="appeal", reason="away", until_on=timezone.localdate(), clerk=make_person("resident")
        )
    assert refused.value.code == "forbidden"


@pytest.mark.costly
@pytest.mark.row("threat", 61)
def test_the_list_of_redactions_names_both_clerks_and_the_order(recorded: Recorded) -> None:
    recorded.redact("question.queued")
    [line] = lines_in_database()
    assert line["order"] == {"reference": ORDER.reference, "on": "2026-01-05"}
    days = (timezone.localdate() - date(2022, 1, 1)).days
    for name, place in (("proposed_by", "borough:X"), ("confirmed_by", "city")):
        told = line[name]
        assert told | {"person": ""} == {
            "role": "clerk",
            "person": "",
            "place": place,
            "since": "2022-01-01",
            "days": days,
        }
    assert line["proposed_by"]["person"] != line["confirmed_by"]["person"]
    event = Event.objects.get(type="redaction.confirmed")
    assert event.body["proposed_by"] == line["proposed_by"]


@pytest.mark.parametrize(
    "order", [None, ORDER._replace(reference=" "), ORDER._replace(on=None), ORDER._replace(on=date(2999, 1, 1))]
)
def test_a_courts_order_has_a_number_and_a_day(recorded: Recorded, order: Any) -> None:
    with pytest.raises(Refused) as refused:
        recorded.propose("question.queued", order=order)
    assert (refused.value.code, refused.value.facts["part"] in ("order", "order_on")) == ("bad_field", True)


@pytest.mark.long
@pytest.mark.row("threat", 61)
@pytest.mark.parametrize("lifted_by", ["first", "second", "accomplice"])
def test_who_is_one_of_the_two_does_not_lift_it_for_them_where_there_is_another_clerk(
    recorded: Recorded, lifted_by: str
) -> None:
    evening, place = recorded.evening, AppointmentPlace(ward=recorded.evening.ward)
    own = appoint(evening.clerk, "own", place)
    by = {"first": evening.clerk, "second": own, "accomplice": appoint(evening.clerk, "accomplice", place)}[lifted_by]
    proposed = recorded.propose("question.queued")
    until = timezone.localdate() + timedelta(days=30)
    waive_independence(evening.ward, act="redaction", reason="few_people", until_on=until, clerk=by)
    for days in (0, 2, 30):
        with time_machine.travel(timezone.now() + timedelta(days=days)), pytest.raises(Refused) as refused:
            confirm_redaction(proposed.pk, clerk=own)
        assert refused.value.code == "not_independent"
    waive_independence(
        evening.ward, act="redaction", reason="away", until_on=timezone.localdate(), clerk=recorded.second_clerk
    )
    confirm_redaction(proposed.pk, clerk=own)
    assert next(lines_in_database())["waived"] == "away"


def test_the_only_clerks_of_a_small_office_lift_it_after_a_day_in_public() -> None:
    ward, head = make_ward(95), make_person("head")
    assert ward.borough is not None
    Appointment.objects.create(person=head, duty=Duty.CLERK, borough=ward.borough, from_on=date(2022, 1, 1))
    own = appoint(head, "own", AppointmentPlace(ward=ward))
    until = timezone.localdate() + timedelta(days=9)
    waive_independence(ward, act="redaction", reason="few_people", until_on=until, clerk=head)
    for days, expected in ((0, WhyNot.APPOINTED), (1, WhyNot.APPOINTED), (2, None), (9, None), (10, WhyNot.APPOINTED)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            found = bar(SecondAct.REDACTION, ward, own, head)
            assert (found.why if found is not None else None) == expected, days


def test_the_clerk_who_appointed_the_moderators_lifts_it_for_them_at_once() -> None:
    ward, clerk = make_ward(95), make_clerk()
    one, other = (appoint(clerk, name, AppointmentPlace(ward=ward), "moderator") for name in ("one", "other"))
    assert bar(SecondAct.APPEAL, ward, other, one) is not None
    waive_independence(ward, act="appeal", reason="new_office", until_on=timezone.localdate(), clerk=clerk)
    assert bar(SecondAct.APPEAL, ward, other, one) is None
    assert bar(SecondAct.REREADING, ward, other, one) is not None


@pytest.mark.row("threat", 61)
def test_who_is_ended_and_invited_again_by_another_clerk_stays_linked_to_the_first() -> None:
    ward, first, other = make_ward(95), make_clerk("first"), make_clerk("other")
    place, today = AppointmentPlace(ward=ward), timezone.localdate()
    own = appoint(first, "own", place)
    end_appointment(Appointment.objects.get(person=own), clerk=other)
    assert not Appointment.objects.filter(person=own).exists()
    row = invite(other, name="own", duty="clerk", place=place, from_on=today).invite
    accept_invite(row.pk, person=own, is_proven=True)
    with time_machine.travel(timezone.now() + timedelta(days=900)):
        for linked in (first, other):
            assert bar(SecondAct.REDACTION, ward, own, linked) == SecondPersonBar(WhyNot.APPOINTED)


def test_two_clerks_whom_the_operator_appointed_redact_together_after_fourteen_days() -> None:
    ward, people = make_ward(95), [make_person("one"), make_person("other")]
    for person in people:
        appoint_clerk(person, AppointmentPlace(ward=ward))
    day = timezone.localdate() + timedelta(days=14)
    assert bar(SecondAct.REDACTION, ward, *people) == SecondPersonBar(WhyNot.NEW, day)
    with time_machine.travel(timezone.now() + timedelta(days=14)):
        assert bar(SecondAct.REDACTION, ward, *people) is None
