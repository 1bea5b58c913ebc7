"""The operator makes the first clerk, who appoints all others."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from chatserver.accounts.models import User
from sessions.chats.calendar.change_words import all_in_words
from sessions.models import Appointment, Change, Duty
from tests.factories.evening import make_ward
from tests.factories.planning_desk import prove

pytestmark = pytest.mark.django_db


def appoint(*words: Any) -> str:
    told = StringIO()
    call_command("appoint_clerk", *words, stdout=told)
    return told.getvalue()


@pytest.fixture
def asha() -> User:
    return User.objects.create_superuser("asha")


def test_the_first_clerk_is_of_the_whole_city_unless_a_place_is_named(asha: User) -> None:
    make_ward(95)
    assert appoint("asha") == ("Clerk, the whole city: asha. Sign in at /sign-in/password/, then see /planning/.\n")
    appoint(str(asha.public_id), "--borough", "X")
    appoint("asha", "--ward", "95")
    rows = Appointment.objects.filter(person=asha, duty=Duty.CLERK).order_by("pk")
    assert [(row.is_for_city, row.borough and row.borough.code, row.ward and row.ward.number) for row in rows] == [
        (True, None, None),
        (False, "X", None),
        (False, None, 95),
    ]


def test_the_changes_say_that_it_was_the_operator(asha: User) -> None:
    appoint("asha")
    with translation.override("en"):
        assert all_in_words([Change.objects.get()])[0].who == "The operator of the server"


def test_wards_may_be_loaded_after_the_clerk_was_appointed(asha: User, client: Client) -> None:
    said = appoint("asha")
    assert said.splitlines()[1] == "No ward is loaded yet, so there is nothing to plan: bin/manage load_wards [FILE]"
    client.force_login(asha)
    prove(client)
    told = client.get("/planning/", headers={"accept-language": "en"})
    assert (told.status_code, "bin/manage load_wards [FILE]" in told.content.decode()) == (409, True)
    make_ward(95)
    assert client.get("/planning/").status_code == 200


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nobody"], "There is no such account. Make one first: createsuperuser"),
        (["asha", "--ward", "7"], "There is no ward 7. Load the wards first: load_wards FILE"),
        (["asha", "--borough", "Q"], "There is no borough Q. Load the wards first: load_wards FILE"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(asha: User, words: list[str], reason: str) -> None:
    with pytest.raises(CommandError) as refusal:
        appoint(*words)
    assert str(refusal.value) == reason
    assert not Appointment.objects.exists()


def test_a_second_time_it_is_refused(asha: User) -> None:
    appoint("asha")
    with pytest.raises(CommandError, match="a clerk there already"):
        appoint("asha")
