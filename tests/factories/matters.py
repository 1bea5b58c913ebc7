"""A ward with people for every role and a category, for tests of complaints and suggestions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import time_machine
from django.db import transaction
from django.utils import timezone

from sessions.log import log
from sessions.matters.lodging.lodging import NewMatter, lodge
from sessions.matters.publishing import publish_matter
from sessions.matters.steps import lock_matter, take_matter_step
from sessions.models import Appointment, Category, Duty, Matter, MonthLog, StreamName, Ward
from sessions.models.matters.transitions import STEPS_BY
from sessions.platform.clock.city_zone import city_zone
from sessions.platform.text.text_input import CleanText
from tests.factories.evening import make_office, make_person, make_ward

PLACE = {"lat": Decimal("22.4989"), "lon": Decimal("88.3712"), "landmark": "Bijoygarh bus stand"}


@dataclass
class WardOffice:
    ward: Ward
    category: Category
    resident: Any
    neighbours: list[Any]
    moderator: Any
    clerk: Any
    official: Any
    councillor: Any

    def lodge(
        self, text: str = "The drain by the school overflows.", *, kind: str = "complaint", **fields: Any
    ) -> Matter:
        given: dict[str, Any] = {"author": self.resident, **PLACE, **fields}
        return lodge(NewMatter(ward=self.ward, kind=kind, category=self.category, text=CleanText(text), **given))

    def publish(self, text: str = "The drain overflows.", **fields: Any) -> Matter:
        """NewMatter and approved."""
        matter = self.lodge(text, **fields)
        with transaction.atomic():
            locked = lock_matter(matter.pk)
            publish_matter(locked, moderator=self.moderator)
        return locked

    def step(self, matter: Matter, name: str, **told: Any) -> Matter:
        """One step as the table alone allows it, without what else belongs to it."""
        with transaction.atomic():
            locked = lock_matter(matter.pk)
            take_matter_step(locked, name, by=STEPS_BY[name], told=told)
        return locked

    def public_events(self) -> list[dict[str, Any]]:
        logs = MonthLog.objects.filter(ward=self.ward).order_by("month")
        return [event.as_wire() for month in logs for event in log.read_month(month)]

    def events_without_decisions(self) -> list[dict[str, Any]]:
        """The public ones but for the decisions of the ledger, each of which is an entry of the month, too."""
        return [each for each in self.public_events() if each["type"] != "decision.listed"]

    def listed_decisions(self) -> list[dict[str, Any]]:
        """Decisions of the ledger that are entries of the ward's months."""
        return [each for each in self.public_events() if each["type"] == "decision.listed"]

    def desk_events(self) -> list[dict[str, Any]]:
        logs = MonthLog.objects.filter(ward=self.ward).order_by("month")
        return [event.as_wire() for month in logs for event in log.read_month(month, stream=StreamName.WARD_DESK)]


def make_category(slug: str = "drains", **fields: Any) -> Category:
    row, _is_new = Category.objects.get_or_create(slug=slug, defaults={"names": {"en": slug.title()}, **fields})
    return row


def make_ward_office(number: int = 95, **fields: Any) -> WardOffice:
    """Everybody is appointed from a year ago on."""
    ward, councillor = make_ward(number), make_person(f"councillor-{number}")
    make_office(ward, councillor)
    staff = {duty: make_person(f"{duty}-{number}") for duty in (Duty.MODERATOR, Duty.CLERK, Duty.OFFICIAL)}
    for duty, person in staff.items():
        Appointment.objects.create(
            person=person, duty=duty, ward=ward, from_on=timezone.localdate() - timedelta(days=366)
        )
    return WardOffice(
        ward=ward,
        category=make_category(**fields),
        resident=make_person(f"resident-{number}", ward),
        neighbours=[make_person(f"neighbour-{number}-{each}", ward) for each in range(3)],
        moderator=staff[Duty.MODERATOR],
        clerk=staff[Duty.CLERK],
        official=staff[Duty.OFFICIAL],
        councillor=councillor,
    )


@contextmanager
def on_day(day: date, hour: int = 12) -> Iterator[None]:
    """At that hour of the city's day; the clock goes on."""
    with time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=city_zone())):
        yield
