"""Two clocks that tell the same at the same moment tell it once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from chatserver.accounts.codes.counting_codes import tell_counted_codes
from chatserver.accounts.codes.printed_codes import print_batch
from chatserver.accounts.models.printed_code import PrintedBatch
from sessions.city.duties.events import tell_due_duties
from sessions.models import Appointment, Duty, Event
from tests.factories.clerks import make_clerk
from tests.factories.evening import make_person, make_ward

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.row("threat", 61),
    pytest.mark.costly,
]


def at_once(tell: Callable[[datetime], list[str]]) -> int:
    """How much four of them have told."""
    together, now = Barrier(4), timezone.now()

    def run(_number: int) -> int:
        try:
            together.wait(60)
            return len(tell(now))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(run, range(4)))


def test_ends_and_late_beginnings_are_told_once() -> None:
    ward, today = make_ward(95), timezone.localdate()
    held = {"duty": Duty.MODERATOR, "ward": ward, "from_on": today - timedelta(days=9)}
    for number in range(3):
        Appointment.objects.create(person=make_person(f"ended {number}"), to_on=today - timedelta(days=1), **held)
        Appointment.objects.create(person=make_person(f"begun {number}"), is_begin_told=False, **held)
    assert at_once(tell_due_duties) == 6
    assert Event.objects.filter(type__startswith="duty.").count() == 6
    assert at_once(tell_due_duties) == 0


def test_the_codes_of_a_month_are_told_once() -> None:
    ward, clerk = make_ward(95), make_clerk()
    print_batch(ward, count=12, expires_on=timezone.localdate() + timedelta(days=60), clerk=clerk)
    PrintedBatch.objects.update(made_at=timezone.now() - timedelta(days=40))
    assert at_once(tell_counted_codes) == 1
    assert Event.objects.filter(type="codes.counted").count() == 1
    assert at_once(tell_counted_codes) == 0
