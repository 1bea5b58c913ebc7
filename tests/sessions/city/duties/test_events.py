"""Each appointment and each end of one is an event of the public log, by names of the month alone."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from sessions.city.duties.events import tell_due_duties, tell_resumed
from sessions.city.people.appointing import AppointmentPlace
from sessions.city.people.invites import accept_invite, appoint_clerk, end_appointment, invite
from sessions.models import Appointment, Duty, Event, MonthLog
from sessions.record.months.sealing import seal_month
from sessions.record.proof.verifier.served_copy import known_keys
from sessions.record.proof.verifier.verify import Verified, verify_document
from tests.factories.clerks import make_clerk
from tests.factories.evening import make_person, make_ward
from tests.sessions.record.months.test_sealing import served

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str, str, str, bool]]:
    """Type, duty, place, role, and whether a clerk is named."""
    rows = Event.objects.filter(type__startswith="duty.").order_by("pk")
    return [(row.type, row.body["duty"], row.body["place"], row.body["role"], "by" in row.body) for row in rows]


def invited(clerk: Any, place: AppointmentPlace, duty: str = "moderator") -> Appointment:
    person = make_person(f"the-new-{duty}", label="Shuli Roddur")
    row = invite(clerk, name="Shuli Roddur", duty=duty, place=place, from_on=timezone.localdate()).invite
    accept_invite(row.pk, person=person, is_proven=True)
    return Appointment.objects.get(person=person)


@pytest.mark.row("threat", 61)
def test_given_ended_and_taken_back_stand_in_the_log_of_the_ward_without_a_name() -> None:
    ward, clerk = make_ward(95), make_clerk()
    held = invited(clerk, AppointmentPlace(ward=ward))
    tell_resumed(held, by=clerk)
    end_appointment(held, clerk=clerk)
    kinds = ("duty.given", "duty.resumed", "duty.ended")
    assert told() == [(kind, "moderator", "ward:95", "clerk", True) for kind in kinds]
    bodies = list(Event.objects.filter(type__startswith="duty.").values_list("body", flat=True))
    assert len({body["person"] for body in bodies}) == len({body["by"] for body in bodies}) == 1
    assert "Shuli" not in str(bodies)
    assert str(held.person.public_id) not in str(bodies)


def test_duties_for_a_borough_and_for_the_city_stand_once_in_a_boroughs_log() -> None:
    ward = make_ward(95)
    appoint_clerk(make_person("boss"), AppointmentPlace(borough=ward.borough))
    appoint_clerk(make_person("chief"), AppointmentPlace())
    assert told() == [("duty.given", "clerk", place, "operator", False) for place in ("borough:X", "city")]
    assert {log.borough for log in MonthLog.objects.all()} == {ward.borough}


def test_the_clock_tells_of_an_end_by_its_date_once() -> None:
    ward, person, today = make_ward(95), make_person("moderator"), timezone.localdate()
    Appointment.objects.create(person=person, duty=Duty.MODERATOR, ward=ward, from_on=today, to_on=today)
    assert tell_due_duties(timezone.now()) == []
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert len(tell_due_duties(timezone.now())) == 1
        assert tell_due_duties(timezone.now()) == []
    assert told() == [("duty.ended", "moderator", "ward:95", "clock", False)]


def test_a_clerk_from_before_there_was_a_ward_is_told_of_once_there_is_one() -> None:
    appoint_clerk(make_person("boss"), AppointmentPlace())
    assert (told(), tell_due_duties(timezone.now())) == ([], [])
    make_ward(95)
    assert len(tell_due_duties(timezone.now())) == 1
    assert told() == [("duty.given", "clerk", "city", "operator", False)]


@pytest.mark.costly
@pytest.mark.row("threat", 61)
def test_the_ledger_lists_them_for_the_ward_and_the_sealed_month_verifies() -> None:
    ward, clerk = make_ward(95), make_clerk()
    make_ward(7)
    invited(clerk, AppointmentPlace(ward=ward))
    appoint_clerk(make_person("chief"), AppointmentPlace())
    for query, expected in (("", 2), ("?ward=95", 2), ("?ward=7", 1)):
        rows = Client().get(f"/ledger.json{query}").json()["decisions"]
        assert [row["decision"] for row in rows] == ["duty_given"] * expected, query
    row = Client().get("/ledger.json?ward=95").json()["decisions"][-1]
    assert (row["ward"], row["place"], row["duty"], row["role"]) == (95, "ward:95", "moderator", "clerk")
    page = Client().get("/ledger/?ward=95", headers={"accept-language": "en"}).content.decode()
    assert "Somebody was given a role" in page
    assert row["person"] in page
    assert "duty_given" in Client().get("/ledger.csv").content.decode()
    call_command("tick", verbosity=0)
    with time_machine.travel(timezone.now() + timedelta(days=62)):
        record = seal_month(MonthLog.objects.get(ward=ward))
    assert [entry["type"] for entry in record.document["entries"]] == ["month", "duty.given", "month.sealed"]
    assert isinstance(verify_document(served(record), known_keys()), Verified)
