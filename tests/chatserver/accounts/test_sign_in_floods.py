"""A flood of sign-ins from the same network: honest people do a little work, and get in."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.rate_limits import Limit
from tests.clients.signing_in import ask, post, sign_in, signed_in_as, solve_work
from tests.factories.planning_desk import words_of
from tests.servers.services.fake_gateway import FakeGateway

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

BUSY = "Unusually many requests are coming from your network. Please wait a moment, then send it again."


@pytest.fixture
def flooded(gateway: FakeGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    """The free part of the line is used up by a neighbour."""
    monkeypatch.setattr(rate_limits, "CODES_PER_ADDRESS", Limit("code.line", 10, 3600, "Too many.", free=3))
    for number in range(3):
        ask(Client(), f"98300000{number:02d}")


@pytest.mark.row("threat", 28)
def test_a_code_comes_once_the_work_is_done_with_what_was_typed_still_there(gateway: FakeGateway, flooded: None):
    client = Client()
    page = ask(client)
    assert (page.status_code, BUSY in words_of(page.content.decode())) == (429, True)
    assert 'value="098300-12345"' in page.content.decode()
    assert ask(client, **solve_work(page))["Location"] == "/sign-in/code/"
    post(client, "/sign-in/code/", code=gateway.codes[-1])
    assert signed_in_as(client) is not None


def test_a_form_of_a_page_comes_back_on_one_that_costs_nothing(gateway: FakeGateway, flooded: None):
    client, form = Client(), {"csrfmiddlewaretoken": "a" * 32, "stays": "on"}
    ask(Client(), **form)  # it is rendered once
    page = ask(client, **form)
    html = page.content.decode()
    assert (page.status_code, page.templates, 'id="work-form" action="/sign-in/"' in html) == (429, [], True)
    assert ['name="address" value="098300-12345"' in html, 'name="stays" value="on"' in html] == [True, True]
    assert ask(client, **form, **solve_work(page))["Location"] == "/sign-in/code/"


def test_without_scripts_the_same_form_is_good_after_a_while(gateway: FakeGateway, flooded: None):
    client, now = Client(), timezone.now()
    with time_machine.travel(now, tick=False):
        page = ask(client)
        assert "Please wait 15 seconds, then press the button again." in words_of(page.content.decode())
        token = page.context["challenge"].token
        assert ask(client, work=token).status_code == 429
    with time_machine.travel(now + timedelta(seconds=16), tick=False):
        assert ask(client, work=token, solution="").status_code == 302


@pytest.mark.long
@pytest.mark.row("threat", 30)
def test_a_device_that_is_known_needs_no_work_and_no_strangers_hour_is_its_own(gateway: FakeGateway):
    known = Client()
    sign_in(known, gateway, stays="on")
    known.post("/sign-out/")
    begin = timezone.now()
    for minute in range(1, 12):  # the moderator's number, by a stranger of the same network and of six others
        with time_machine.travel(begin + timedelta(minutes=minute), tick=False):
            ask(Client(REMOTE_ADDR=f"198.51.{minute}.1"))
            ask(Client())
    with time_machine.travel(begin + timedelta(minutes=12), tick=False):
        assert ask(Client()).status_code == 429
        ask(known)
        ask(Client(REMOTE_ADDR="198.51.100.77"))  # and nobody makes the code void that was sent
        assert post(known, "/sign-in/code/", code=gateway.codes[-1])["Location"] == "/sign-in/who/"


def test_tries_beside_a_guesser_cost_work_and_keep_the_code(gateway: FakeGateway, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rate_limits, "TRIES_PER_ADDRESS", Limit("try.line", 100, 3600, "Too many.", free=4))
    guesser, honest = Client(), Client()
    ask(guesser, "9830000001")
    ask(honest)
    code = gateway.codes[-1]
    for _try in range(4):
        post(guesser, "/sign-in/code/", code="000000" if code != "000000" else "111111")
    page = post(honest, "/sign-in/code/", code=code)
    assert (page.status_code, f'value="{code}"' in page.content.decode()) == (429, True)
    post(honest, "/sign-in/code/", code=code, **solve_work(page))
    assert signed_in_as(honest) is not None
