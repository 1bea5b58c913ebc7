"""Clerks who may be the second person of an act, and the order of a court that a redaction needs."""

from datetime import date
from typing import Any

from sessions.models import Appointment, Duty
from sessions.record.redaction.proposing import CourtOrder
from tests.factories.evening import make_person

ORDER = CourtOrder("WPA 7 of 2026", date(2026, 1, 5))
COURT_ORDER = {"ground": "court_order", "order": ORDER}


def make_clerk(username: str = "second-clerk") -> Any:
    """A clerk of the whole city, for years, whom nobody here has appointed."""
    person = make_person(username)
    Appointment.objects.create(person=person, duty=Duty.CLERK, is_for_city=True, from_on=date(2022, 1, 1))
    return person
