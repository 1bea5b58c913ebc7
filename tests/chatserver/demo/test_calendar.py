"""The demo's coming months, planned as a clerk would plan them."""

from datetime import UTC, datetime

import pytest
import time_machine

from chatserver.demo.calendar import plan_coming_months
from sessions.models import Closure, Schedule
from sessions.platform.text.months import next_month
from tests.factories.evening import make_office, make_person, make_ward

pytestmark = pytest.mark.django_db


@pytest.mark.costly
@time_machine.travel(datetime(2027, 1, 31, 6, 0, tzinfo=UTC), tick=False)
def test_rules_begin_after_what_the_evening_itself_announces() -> None:
    wards = [make_ward(number) for number in (95, 96)]
    for ward in wards:
        make_office(ward)
    plan_coming_months(wards, clerk=make_person("clerk"))
    assert {schedule.from_on.isoformat() for schedule in Schedule.objects.all()} == {"2027-03-01"}
    closure = Closure.objects.get()
    assert (closure.from_on.weekday(), closure.to_on.weekday()) == (5, 6)
    assert next_month(closure.from_on).isoformat() == "2027-04-01"
