"""A ward whose rule has put three dates into the calendar, on a day in January."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
import time_machine

from sessions.chats.calendar.schedules.draft import ScheduleDraft
from sessions.chats.calendar.schedules.schedules import set_schedule
from sessions.models import Ward
from tests.factories.evening import make_office, make_person, make_ward

NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)
FIRST_SATURDAYS = ScheduleDraft(rule="FREQ=MONTHLY;BYDAY=1SA", at=time(18), minutes=60, from_on=date(2027, 1, 1))


@pytest.fixture(autouse=True)
def _in_january() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ward(db: None) -> Ward:
    ward = make_ward()
    make_office(ward, make_person("holder"))
    set_schedule(ward, FIRST_SATURDAYS, clerk=None)
    return ward
