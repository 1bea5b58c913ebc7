"""A new installation says what comes first: in the terminal, on a page for the machine itself, and on the home page."""

import pytest
from django.test import Client

from chatserver.accounts.models import User
from chatserver.accounts.setup_page import find_first_steps, first_step_lines
from sessions.city.people.appointing import AppointmentPlace
from sessions.city.people.invites import appoint_clerk
from tests.factories.evening import make_ward

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def what_is_done() -> list[bool]:
    return [step.is_done for step in find_first_steps()]


def test_each_step_is_ticked_off_in_any_order_until_there_is_a_clerk() -> None:
    assert what_is_done() == [False, False, False]
    asha = User.objects.create_superuser("asha")
    assert what_is_done() == [False, True, False]
    make_ward(95)
    assert what_is_done() == [True, True, False]
    [_head, line] = first_step_lines("")
    assert line.split("  ")[1] == "bin/manage appoint_clerk NAME"
    appoint_clerk(asha, AppointmentPlace())
    assert what_is_done() == []
    assert list(first_step_lines("http://127.0.0.1:8000")) == []


def test_the_page_is_for_a_browser_on_the_server_alone_and_ends_with_the_first_clerk(client: Client) -> None:
    page = client.get("/setup/", headers=ENGLISH).content.decode()
    assert [command in page for command in ("load_wards [FILE]", "createsuperuser", "appoint_clerk NAME")] == [True] * 3
    assert client.get("/setup/", REMOTE_ADDR="203.0.113.5").status_code == 404
    assert client.get("/setup/", headers={"x-forwarded-for": "203.0.113.5"}).status_code == 404
    appoint_clerk(User.objects.create_superuser("asha"), AppointmentPlace())
    assert client.get("/setup/").status_code == 404


def test_the_home_page_of_a_new_installation_says_so_and_leads_its_own_machine_on(client: Client) -> None:
    being_set_up, link = "This website is being set up.", 'href="/setup/"'
    own = client.get("/", headers=ENGLISH).content.decode()
    others = client.get("/", headers=ENGLISH, REMOTE_ADDR="203.0.113.5").content.decode()
    assert [(being_set_up in page, link in page) for page in (own, others)] == [(True, True), (True, False)]
    appoint_clerk(User.objects.create_superuser("asha"), AppointmentPlace())
    assert being_set_up not in client.get("/", headers=ENGLISH).content.decode()
