"""A shared phone alone sets up no first second factor: it takes an invitation, a password or a code."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from chatserver.accounts.models import EnrolmentCode, Identity, User
from chatserver.accounts.second_factor import authenticators
from chatserver.accounts.second_factor.enrolment import make_enrolment_code
from sessions.city.people.appointing import AppointmentPlace
from sessions.city.people.invites import invite
from sessions.models import Duty
from tests.chatserver.accounts.second_factor.test_views import code_of, come_in, secret_on, set_up_app
from tests.clients.signing_in import NUMBER, post, sign_in
from tests.factories.evening import Evening, make_evening
from tests.servers.services.fake_gateway import FakeGateway

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
NOW = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)
PAGE = "/second-factor/set-up/"


@pytest.fixture
def evening() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield make_evening()


def shows_setting_up(client: Client) -> bool:
    return "otpauth://" in client.get(PAGE).content.decode()


@pytest.mark.row("threat", 56)
def test_who_only_holds_the_phone_of_the_household_sets_up_nothing(evening: Evening, gateway: FakeGateway) -> None:
    for person in (evening.moderator, evening.residents[0]):
        Identity.objects.create(person=person, channel="sms", address=NUMBER)
    thief = Client()
    sign_in(thief, gateway)
    post(thief, "/sign-in/who/", who=str(evening.moderator.public_id))
    assert thief.get("/me/privacy/").status_code == 200
    secret = authenticators.new_secret()
    answer = thief.post(PAGE, {"code": code_of(secret)})
    assert (answer.status_code, shows_setting_up(thief)) == (422, False)
    assert not authenticators.has_authenticator(evening.moderator)


def test_the_code_is_good_for_one_account_for_a_week_and_once(evening: Evening) -> None:
    code = make_enrolment_code(evening.moderator)
    assert code.replace(" ", "") not in str(EnrolmentCode.objects.values())
    other, client = come_in(evening.clerk), come_in(evening.moderator)
    for wrong in (other.post(PAGE, {"enrolment": code}), client.post(PAGE, {"enrolment": "000000000000"})):
        assert wrong.status_code == 422
    with time_machine.travel(NOW + timedelta(days=7, seconds=1), tick=False):
        assert come_in(evening.moderator).post(PAGE, {"enrolment": code}).status_code == 422
    assert (
        client.post(PAGE, {"enrolment": code.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))}).status_code == 302
    )
    secret = secret_on(client.get(PAGE))
    assert client.post(PAGE, {"code": code_of(secret)}).status_code == 302
    authenticators.forget_authenticators(evening.moderator)
    assert come_in(evening.moderator).post(PAGE, {"enrolment": code}).status_code == 422


def test_guessing_at_it_comes_to_an_end(evening: Evening) -> None:
    code, client = make_enrolment_code(evening.moderator), come_in(evening.moderator)
    for _try in range(8):
        client.post(PAGE, {"enrolment": "000000000000"})
    assert client.post(PAGE, {"enrolment": code}).status_code == 422


def test_who_opens_an_invitation_sets_it_up_by_that(evening: Evening) -> None:
    person = evening.residents[0]
    place = AppointmentPlace(ward=evening.ward)
    invited = invite(evening.clerk, name="B. Roy", duty=Duty.MODERATOR, place=place, from_on=date(2027, 1, 1))
    client = come_in(person)
    assert not shows_setting_up(client)
    client.get(f"/invite/{invited.token}/")
    assert shows_setting_up(client)
    set_up_app(client)
    assert authenticators.has_authenticator(person)


def test_an_invitation_of_ones_own_opens_no_account_that_decides_something_already(evening: Evening) -> None:
    invited = invite(
        evening.clerk,
        name="B. Roy",
        duty=Duty.MODERATOR,
        place=AppointmentPlace(ward=evening.ward),
        from_on=date(2027, 1, 1),
    )
    thief = come_in(evening.moderator)
    thief.get(f"/invite/{invited.token}/")
    assert not shows_setting_up(thief)


def test_an_administrator_sets_it_up_by_the_password_that_was_typed_just_now() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        root = User.objects.create_superuser("root", "long secret")
        client = Client()
        client.post("/sign-in/password/", {"username": "root", "password": "long secret"})
        assert (shows_setting_up(client), shows_setting_up(come_in(root))) == (True, False)
        clock.shift(timedelta(minutes=16))
        assert not shows_setting_up(client)


def test_who_had_theirs_reset_gets_the_code_for_it(evening: Evening) -> None:
    set_up_app(come_in(evening.moderator))
    told = StringIO()
    call_command("reset_second_factor", evening.moderator.username, stdout=told)
    client = come_in(evening.moderator)
    assert not shows_setting_up(client)
    client.post(PAGE, {"enrolment": told.getvalue().partition("seven days: ")[2].strip()})
    assert shows_setting_up(client)
