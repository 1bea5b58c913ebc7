"""The administration tells the public log of each duty that is made, changed or deleted in it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.sites import site
from django.test import RequestFactory
from django.utils import timezone

from sessions.admin import AppointmentAdmin
from sessions.models import Appointment, Duty, Event
from tests.factories.evening import make_person, make_ward

pytestmark = [pytest.mark.django_db, pytest.mark.row("threat", 61)]


def told() -> list[tuple[str, str]]:
    rows = Event.objects.filter(type__startswith="duty.").order_by("pk")
    assert {(row.body["role"], row.actor) for row in rows} <= {("operator", "operator")}
    return [(row.type, row.body["duty"]) for row in rows]


def save(held: Appointment, changed: dict[str, Any] | None = None) -> None:
    """Save the duty as the form does. changed: None for a new one."""
    for name, value in (changed or {}).items():
        setattr(held, name, value)
    form = type("Form", (), {"changed_data": list(changed or {})})
    _admin().save_model(RequestFactory().post("/"), held, form, changed is not None)


def _admin() -> AppointmentAdmin:
    return AppointmentAdmin(Appointment, site)


def made() -> Appointment:
    held = Appointment(person=make_person("boss"), duty=Duty.CLERK, ward=make_ward(95), from_on=timezone.localdate())
    save(held)
    return held


def test_a_new_duty_is_the_operators_and_another_duty_or_person_makes_another_of_it() -> None:
    held = made()
    assert (held.appointed_by, held.appointed_at is not None) == (None, True)
    save(held, {"title": "Ward clerk"})
    assert told() == [("duty.given", "clerk")]
    save(held, {"duty": Duty.MODERATOR})
    assert told()[1:] == [("duty.ended", "clerk"), ("duty.given", "moderator")]


def test_an_end_in_the_past_and_its_taking_back_are_told_once() -> None:
    held = made()
    Appointment.objects.filter(pk=held.pk).update(from_on=timezone.localdate() - timedelta(days=9))
    held.refresh_from_db()
    save(held, {"to_on": timezone.localdate() - timedelta(days=1)})
    held = Appointment.objects.get(pk=held.pk)
    save(held, {"title": "x"})
    save(held, {"to_on": None})
    assert [kind for kind, _duty in told()] == ["duty.given", "duty.ended", "duty.resumed"]
    assert not Appointment.objects.get(pk=held.pk).is_end_told


@pytest.mark.parametrize("is_list", [False, True])
def test_a_duty_that_is_deleted_has_ended(is_list: bool) -> None:
    held, request = made(), RequestFactory().post("/")
    if is_list:
        _admin().delete_queryset(request, Appointment.objects.all())
    else:
        _admin().delete_model(request, held)
    assert told() == [("duty.given", "clerk"), ("duty.ended", "clerk")]
    assert not Appointment.objects.exists()
