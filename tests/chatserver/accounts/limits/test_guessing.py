"""Nobody tries out the codes of receipts for long, and who does keeps nobody else out."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chatserver.accounts.limits.guessing import PER_ADDRESS, PER_PERSON
from tests.chatserver.accounts.test_throttle_strangers import writes_of
from tests.clients.signing_in import sign_in
from tests.factories.evening import Evening, make_evening
from tests.servers.services.fake_gateway import FakeGateway

pytestmark = pytest.mark.costly

UNKNOWN = "/receipt/0000000000/"


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


def guess(client: Client, times: int, **extra: Any) -> set[int]:
    return {client.get(UNKNOWN, **extra).status_code for _try in range(times)}


@pytest.mark.long
@pytest.mark.row("threat", 32)
def test_who_guesses_too_often_has_to_wait_and_others_do_not(
    evening: Evening, client: Client, standing_clock: list[float]
) -> None:
    question = evening.ask()
    address = f"/receipt/{question.receipt}/"
    client.force_login(evening.residents[1])
    assert guess(client, PER_PERSON) == {404}
    refused = client.get(address, headers={"accept-language": "en"})
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600 / PER_PERSON
    assert "Too many attempts" in refused.content.decode()
    client.logout()
    assert client.get(address).status_code == 200


@pytest.mark.row("threat", 32)
def test_many_people_share_an_address_so_it_may_guess_more_often() -> None:
    assert PER_ADDRESS >= 10 * PER_PERSON


@pytest.mark.long
@pytest.mark.row("threat", 32)
@pytest.mark.slow
def test_a_stranger_who_guesses_keeps_no_known_browser_behind_the_same_address_out(
    evening: Evening, gateway: FakeGateway, standing_clock: list[float]
) -> None:
    address = f"/receipt/{evening.ask().receipt}/"
    known, stranger = Client(), Client()
    sign_in(known, gateway, stays="on")
    known.post("/sign-out/")
    assert guess(stranger, PER_ADDRESS) == {404}
    assert [stranger.get(address).status_code, known.get(address).status_code] == [429, 200]
    assert Client(REMOTE_ADDR="203.0.113.8").get(address).status_code == 200
    assert guess(known, PER_PERSON) == {404}
    assert known.get(address).status_code == 429


@pytest.mark.long
@pytest.mark.row("threat", 32)
@pytest.mark.slow
def test_after_a_moment_there_is_a_try_again(evening: Evening, standing_clock: list[float]) -> None:
    client = Client()
    address = f"/receipt/{evening.ask().receipt}/"
    guess(client, PER_ADDRESS)
    refused = client.get(address)
    assert refused.status_code == 429
    standing_clock[0] += int(refused["Retry-After"])
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("path", [UNKNOWN, "/receipt/0000000000.proof.json", "/receipt/0000000000/appeal/"])
def test_a_guess_writes_nothing(db: None, path: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(path).status_code == 404
    assert writes_of([query["sql"] for query in queries.captured_queries]) == []


@pytest.mark.long
def test_reading_receipts_that_exist_costs_nothing(evening: Evening, client: Client) -> None:
    question = evening.ask()
    client.force_login(evening.residents[0])
    for _try in range(PER_PERSON + 5):
        assert client.get(f"/receipt/{question.receipt}/").status_code == 200
