"""The log of a ward by month: gapless, in the city's months, and never written to once it is sealed."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from sessions.log.months.current import current_month_log
from sessions.models import MonthLog
from tests.factories.matters import WardOffice, on_day


def test_what_happens_stands_in_the_log_of_its_month(office: WardOffice) -> None:
    with on_day(date(2027, 3, 31), hour=23):
        matter = office.publish()
    with on_day(date(2027, 4, 1), hour=0):
        office.step(matter, "start")
    months = MonthLog.objects.filter(ward=office.ward)
    assert [(each.month, each.streams.get(name="ward").seq) for each in months] == [
        (date(2027, 3, 1), 1),
        (date(2027, 4, 1), 1),
    ]


def test_a_sealed_month_gets_nothing_more_even_from_a_clock_that_was_set_back(office: WardOffice) -> None:
    with on_day(date(2027, 12, 15)), transaction.atomic():
        sealed = current_month_log(office.ward)
        sealed.sealed_at = timezone.now()
        sealed.save()
        assert current_month_log(office.ward).month == date(2028, 1, 1)


def test_each_ward_has_its_own(office: WardOffice) -> None:
    with transaction.atomic():
        ours = current_month_log(office.ward)
        assert current_month_log(office.ward) == ours
