"""What an installation of before keeps of rules that were written in another time zone than the city's."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from sessions.models import ChatSession, Schedule
from tests.sessions.migrations.step_by_step import migrate, migrate_to_the_newest, models_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.long]

BEFORE = [("chat_sessions", "0012_waiting_questions_and_replies")]
NOW = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)


@pytest.fixture
def before() -> Iterator[Any]:
    """The tables as they were; the newest come back in any case."""
    migrate(BEFORE)
    try:
        yield models_of(BEFORE)
    finally:
        migrate_to_the_newest()


def plan(apps: Any) -> Callable[..., None]:
    """Each chat on a day of its own, by a rule of six o'clock in London."""
    borough = apps.get_model("chat_sessions", "Borough").objects.create(code="X", name_en="Borough X")
    ward = apps.get_model("chat_sessions", "Ward").objects.create(number=95, borough=borough)
    office = apps.get_model("chat_sessions", "Office").objects.create(
        ward=ward, kind="councillor", name_en="Holder", from_on=date(2022, 1, 1)
    )
    schedule = apps.get_model("chat_sessions", "Schedule").objects.create(
        ward=ward, rule="FREQ=MONTHLY;BYDAY=1SA", at=time(18), minutes=60, time_zone="UTC", from_on=date(2027, 1, 1)
    )

    def put(day: date, starts_at: datetime, state: str) -> None:
        apps.get_model("chat_sessions", "ChatSession").objects.create(
            ward=ward,
            office=office,
            state=state,
            schedule=schedule,
            planned_on=day,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            ask_from=starts_at - timedelta(days=7),
            announced_at=NOW if state == "scheduled" else None,
        )

    return put


@time_machine.travel(NOW, tick=False)
def test_a_rule_keeps_its_hour_by_the_citys_clock_and_what_was_only_planned_goes_with_it(before: Any) -> None:
    put = plan(before)
    put(date(2027, 1, 2), datetime(2027, 1, 2, 18, 0, tzinfo=UTC), "scheduled")
    put(date(2027, 2, 6), datetime(2027, 2, 6, 18, 0, tzinfo=UTC), "planned")
    put(date(2027, 3, 6), datetime(2027, 3, 13, 12, 30, tzinfo=UTC), "planned")  # moved by hand
    migrate_to_the_newest()
    assert Schedule.objects.get().at == time(18)
    assert [f"{timezone.localtime(each.starts_at):%d %H:%M}" for each in ChatSession.objects.order_by("starts_at")] == [
        "02 23:30",  # announced: people know
        "06 18:00",
        "13 18:00",
    ]
    moved = ChatSession.objects.get(planned_on=date(2027, 2, 6))
    assert (moved.ends_at - moved.starts_at, moved.sequence) == (timedelta(hours=1), 1)
    assert moved.ask_from == moved.starts_at - timedelta(days=7)
