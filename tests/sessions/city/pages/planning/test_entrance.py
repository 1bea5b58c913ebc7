"""Who comes in to the clerk's pages, and which wards they see there."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode

from sessions.chats.calendar.schedules.draft import ScheduleDraft
from sessions.models import Appointment, Duty
from tests.factories.evening import make_evening, make_person
from tests.factories.planning_desk import client_of, make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

PAGES = [
    "/planning/",
    "/planning/2027-02/",
    "/planning/2027/",
    "/planning/wards/95/",
    "/planning/wards/95/hosts/",
    "/planning/announce/",
    "/planning/borough/",
    "/planning/closed/",
    "/planning/conflicts/",
    "/planning/changes/",
]


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES)
def test_a_clerk_comes_in_and_nobody_else_does(page: str) -> None:
    desk = make_desk()
    assert desk.client.get(page).status_code == 200
    assert client_of(make_person("resident", desk.wards[95])).get(page).status_code == 403
    signed_out = Client().get(page)
    assert (signed_out.status_code, signed_out["Location"]) == (302, f"/sign-in/?{urlencode({'next': page})}")


def test_a_moderator_is_no_clerk() -> None:
    evening = make_evening()
    assert client_of(evening.moderator).get("/planning/").status_code == 403
    assert client_of(evening.clerk).get("/planning/").status_code == 200


def test_the_appointment_counts_on_the_day() -> None:
    desk = make_desk()
    today = timezone.localdate()
    Appointment.objects.filter(duty=Duty.CLERK).update(to_on=today)
    assert desk.client.get("/planning/").status_code == 200
    Appointment.objects.filter(duty=Duty.CLERK).update(to_on=today - timedelta(days=1))
    assert desk.client.get("/planning/").status_code == 403


def test_a_clerk_of_one_ward_sees_and_edits_only_that_ward() -> None:
    desk = make_desk(95, 96, ward_clerk_of=95)
    [chat_session, *_rest] = desk.set_rule(96, wanted_from_today())
    page = desk.get("/planning/")
    assert "Ward 95" in page
    assert "Ward 96" not in page
    assert "Ward 96" not in desk.get("/planning/changes/")
    assert desk.client.get("/planning/wards/96/").status_code == 404
    assert desk.client.post("/planning/wards/96/", {"action": "end"}).status_code == 404
    assert desk.client.get("/planning/wards/96/hosts/").status_code == 404
    assert desk.client.get(f"/planning/chats/{chat_session.pk}/").status_code == 404
    assert desk.client.get("/planning/wards/7/").status_code == 404


def test_the_way_to_planning_stands_in_the_masthead_of_clerks_alone() -> None:
    evening = make_evening()
    for path in ("/", f"/chat/{evening.chat_session.pk}/"):
        assert 'href="/planning/"' in client_of(evening.clerk).get(path).content.decode()
        assert 'href="/planning/"' not in client_of(evening.residents[0]).get(path).content.decode()
        assert 'href="/planning/"' not in Client().get(path).content.decode()


@pytest.mark.long
@pytest.mark.parametrize("path", ["/", "/me/", "/chat/CHAT/"])
def test_who_works_here_has_an_account_and_residents_have_questions(path: str) -> None:
    evening = make_evening()
    path = path.replace("CHAT", str(evening.chat_session.pk))
    staff = [evening.councillor, evening.moderator, evening.clerk]
    for person in (*staff, evening.residents[0]):
        page = client_of(person).get(path, headers={"accept-language": "en"}).content.decode()
        is_staff = person in staff
        assert ('<a href="/me/">Account</a>' in page, '<a href="/me/">My questions</a>' in page) == (
            is_staff,
            not is_staff,
        )
        assert path != "/me/" or ("<h1>Account</h1>" in page) == is_staff


def test_months_that_no_page_is_made_for_are_not_found() -> None:
    desk = make_desk()
    for page in ("/planning/2027-13/", "/planning/1999/", "/planning/2200-01/"):
        assert desk.client.get(page).status_code == 404


def wanted_from_today() -> ScheduleDraft:
    return ScheduleDraft(rule="FREQ=MONTHLY;BYMONTHDAY=15", at=time(18), minutes=60, from_on=timezone.localdate())
