"""An attacker who wants to find out who has an account, or to count as many people, learns and gets nothing."""

import re
import statistics
import time
from itertools import count, islice

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.rate_limits import Limit
from chatserver.accounts.models import Identity, User
from chatserver.web.throttle_strangers import STRANGERS
from tests.clients.signing_in import ask, post
from tests.measuring.timing import least_measured
from tests.servers.services.fake_gateway import FakeGateway

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

VALUES = r"'[^']*'|\"s[0-9]+_x[0-9]+\"|\b[0-9][0-9.e+]*\b"
ROUNDS = 25
AT_MOST_TIMES = 1.5


def known(index: int) -> str:
    """The number of a household."""
    number = f"+91983{index:07d}"
    for label in ("Mitali", "Rahim"):
        person = User.objects.create_resident(ward=None, label=label)
        Identity.objects.create(person=person, channel="sms", address=number)
    return number


def unknown(index: int) -> str:
    return f"+91984{index:07d}"


def shape_of(client: Client, number: str) -> list[str]:
    """The statements that asking for a code takes, without what they are about."""
    with CaptureQueriesContext(connection) as queries:
        ask(client, number)
    return sorted(re.sub(VALUES, "?", query["sql"]) for query in queries.captured_queries)


@pytest.mark.row("threat", 31)
def test_asking_for_a_code_takes_the_same_statements_for_known_and_unknown(gateway: FakeGateway):
    ask(Client(), "+919830099999")  # the counters of all are there already
    first, second = shape_of(Client(), known(0)), shape_of(Client(), unknown(0))
    assert first == second
    assert [statement for statement in first if "accounts_identity" in statement or "accounts_user" in statement] == []


@pytest.mark.long
@pytest.mark.row("threat", 31)
@pytest.mark.slow
@pytest.mark.parametrize("step", ["ask", "wrong code"])
def test_known_and_unknown_take_the_same_time(gateway: FakeGateway, monkeypatch, step: str):
    for limit in ("CODES_PER_ADDRESS", "CODES_PER_NETWORK", "CODES_PER_NETWORK_DAY", "TRIES_PER_ADDRESS"):
        monkeypatch.setattr(rate_limits, limit, Limit(limit, 100_000, 3600, ""))
    monkeypatch.setattr(rate_limits, "CODES_UNENTERED_PER_NETWORK", Limit("unentered", 100_000, 3600, "", free=100_000))
    indexes = count()

    def seconds_for(number: str) -> float:
        client = Client()
        began = time.thread_time()
        client.post("/sign-in/", {"by": "phone", "address": number})
        if step == "wrong code":
            began = time.thread_time()
            client.post("/sign-in/code/", {"code": "12345"})
        return time.thread_time() - began

    def times_as_long() -> float:
        STRANGERS.clear()
        took = [(seconds_for(known(index)), seconds_for(unknown(index))) for index in islice(indexes, ROUNDS)]
        first, second = (statistics.median(pair[place] for pair in took) for place in range(2))
        return max(first, second) / min(first, second)

    assert least_measured(times_as_long, wanted=AT_MOST_TIMES) < AT_MOST_TIMES


@pytest.mark.long
@pytest.mark.row("threat", 33)
@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded", "x-client-ip", "true-client-ip"])
def test_another_address_in_a_header_makes_nobody_another(gateway: FakeGateway, monkeypatch, header: str):
    monkeypatch.setattr(rate_limits, "CODES_PER_ADDRESS", Limit("line", 3, 3600, "Too many."))
    answers = [
        Client().post("/sign-in/", {"by": "phone", "address": number}, headers={header: f"198.51.100.{index}"})
        for index, number in enumerate(map(unknown, range(5)))
    ]
    assert [answer.status_code for answer in answers] == [302] * 3 + [429] * 2


@pytest.mark.row("threat", 8)
def test_a_cookie_that_somebody_else_has_planted_is_worth_nothing_after_signing_in(gateway: FakeGateway):
    attacker, victim = Client(), Client()
    ask(attacker, "9840000001")
    victim.cookies["sessionid"] = str(attacker.session.session_key)
    post(victim, "/sign-in/", by="phone", address="9840000002")
    post(victim, "/sign-in/code/", code=gateway.codes[-1])
    assert "_auth_user_id" in victim.session
    assert victim.session.session_key != attacker.cookies["sessionid"].value
    assert attacker.get("/me/reminders/").status_code == 302  # which asks to sign in


@pytest.mark.row("threat", 8)
def test_who_planted_the_cookie_does_not_say_which_of_the_household_it_is(gateway: FakeGateway):
    attacker, victim = Client(), Client()
    ask(attacker, "9840000001")
    planted = victim.cookies["sessionid"] = str(attacker.session.session_key)
    post(victim, "/sign-in/", by="phone", address=known(0))
    assert post(victim, "/sign-in/code/", code=gateway.codes[-1])["Location"] == "/sign-in/who/"
    assert victim.cookies["sessionid"].value != planted
    assert attacker.get("/sign-in/who/")["Location"] == "/sign-in/"
    assert victim.get("/sign-in/who/").status_code == 200
