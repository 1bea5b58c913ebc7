"""A person who has lost their device and their paper can set up a new second factor, and is signed out everywhere."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from chatserver.accounts.second_factor import authenticators
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening() -> Evening:
    return make_evening()


def reset(person: Any) -> str:
    told = StringIO()
    call_command("reset_second_factor", str(person), stdout=told)
    return told.getvalue()


@pytest.mark.costly
@pytest.mark.parametrize("name", ["username", "public_id"])
def test_it_takes_the_second_factor_and_every_cookie_session(evening: Evening, name: str) -> None:
    person, page = evening.clerk, "/planning/"
    browsers = [client_of(person), client_of(person)]
    authenticators.renew_recovery_codes(person)
    other = client_of(evening.moderator)
    told, code, end = reset(getattr(person, name)).split("\n")
    assert (told, end) == ("Removed: 1. Signed out everywhere.", "")
    assert re.fullmatch(r".* within seven days: \d{4} \d{4} \d{4}", code)
    assert authenticators.unused_recovery_codes(person) == []
    assert [browser.get(page).headers["Location"] for browser in browsers] == ["/sign-in/?next=%2Fplanning%2F"] * 2
    assert other.get(f"/desk/{evening.chat_session.pk}/").status_code == 200


def test_of_nobody_it_takes_nothing() -> None:
    with pytest.raises(CommandError, match=r"There is no such account\."):
        reset("nobody")
