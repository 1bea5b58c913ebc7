"""Nobody tries out the codes of receipts for long."""

import pytest
from django.test import Client

from chatserver.accounts.limits.rate_limits import GUESSES_PER_ADDRESS, GUESSES_PER_PERSON
from tests.evening import Evening, make_evening


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


@pytest.mark.row("threat", 32)
def test_who_guesses_too_often_has_to_wait_and_others_do_not(evening: Evening, client: Client) -> None:
    question = evening.ask()
    address = f"/receipt/{question.receipt}/"
    client.force_login(evening.residents[1])
    statuses = [client.get("/receipt/0000000000/").status_code for _try in range(GUESSES_PER_PERSON.times)]
    assert set(statuses) == {404}
    refused = client.get(address)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= GUESSES_PER_PERSON.seconds
    assert "Look up" in refused.content.decode() or refused.content
    client.logout()
    assert client.get(address).status_code == 200


@pytest.mark.row("threat", 32)
def test_many_people_share_an_address_so_it_may_guess_more_often(evening: Evening) -> None:
    assert GUESSES_PER_ADDRESS.times >= 10 * GUESSES_PER_PERSON.times


def test_reading_receipts_that_exist_costs_nothing(evening: Evening, client: Client) -> None:
    question = evening.ask()
    client.force_login(evening.residents[0])
    for _try in range(GUESSES_PER_PERSON.times + 5):
        assert client.get(f"/receipt/{question.receipt}/").status_code == 200
