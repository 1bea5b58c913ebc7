"""Passwords are for administrators: a page of their own, slow guessing, and no way around the codes."""

from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from chatserver.accounts.models import User
from tests.clients.signing_in import solve_work
from tests.factories.planning_desk import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

PAGE = "/sign-in/password/"


@pytest.fixture
def administrator() -> User:
    return User.objects.create_user("mitali", "long secret", language="bn", is_staff=True)


def post(client: Client, password: str, name: str = "mitali", page: str = PAGE, **more: str) -> Any:
    given = {"username": name, "password": password, **more}
    return client.post(page, given, headers={"accept-language": "en"})


def signed_in_as(client: Client) -> str | None:
    return client.session.get(SESSION_KEY)


def test_the_right_password_lets_an_administrator_in(client: Client, administrator: User):
    assert client.get(PAGE).status_code == 200
    assert post(client, "wrong").status_code == 422
    assert signed_in_as(client) is None
    before = client.session.session_key
    answer = post(client, "long secret", next="/wards/")
    assert (answer.status_code, answer["Location"], signed_in_as(client)) == (302, "/wards/", str(administrator.pk))
    assert client.session.session_key != before
    assert client.cookies["language"].value == "bn"


def test_nobody_else_has_a_password_that_opens_anything(client: Client):
    User.objects.create_user("rahim", "long secret")
    User.objects.create_user("closed", "long secret", is_staff=True, is_active=False)
    for name in ("rahim", "closed", "nobody"):
        answer = post(client, "long secret", name)
        assert "do not match" in words_of(answer.content.decode())
    assert signed_in_as(client) is None


@pytest.mark.parametrize("page", [PAGE, "/admin/login/"])
@pytest.mark.parametrize("name", ["x" * 60_000, "\0", "%", "ম" * 65])
def test_a_name_that_nobody_can_have_is_a_wrong_one(client: Client, administrator: User, name: str, page: str):
    assert post(client, "long secret", name, page=page).status_code < 500
    assert signed_in_as(client) is None


@pytest.mark.parametrize("wanted", ["https://elsewhere.test/", "//elsewhere.test/", "javascript:alert(1)"])
def test_it_leads_only_to_our_own_pages(client: Client, administrator: User, wanted: str):
    assert post(client, "long secret", next=wanted)["Location"].startswith("/")
    assert signed_in_as(client) == str(administrator.pk)


@pytest.mark.row("threat", 56)
def test_guessing_comes_to_an_end_and_the_right_one_then_opens_nothing(client: Client, administrator: User):
    assert [post(client, f"guess {index}").status_code for index in range(10)] == [422] * 10
    answer = post(client, "long secret")
    assert (answer.status_code, signed_in_as(client)) == (429, None)
    assert "Too many attempts from your connection." in words_of(answer.content.decode())
    elsewhere = Client(REMOTE_ADDR="198.51.100.1")
    assert post(elsewhere, "long secret").status_code == 302  # a guesser locks nobody else out


@pytest.mark.long
@pytest.mark.parametrize("spoofed", [{}, {"x-forwarded-for": "198.51.100.1"}, {"x-real-ip": "198.51.100.1"}])
def test_what_a_client_says_about_its_address_counts_for_nothing(
    client: Client, administrator: User, spoofed: dict[str, str]
):
    for index in range(10):
        client.post(PAGE, {"username": "mitali", "password": f"{index}"}, headers=spoofed | {"x-client-ip": f"{index}"})
    answer = client.post(PAGE, {"username": "mitali", "password": "long secret"}, headers=spoofed)
    assert (answer.status_code, signed_in_as(client)) == (429, None)


def test_names_are_counted_together_however_they_are_written(client: Client, administrator: User):
    for index in range(10):
        post(client, f"guess {index}", name="MITALI" if index % 2 else "mitali")
    assert post(client, "long secret").status_code == 429


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.row("threat", 56)
def test_who_guesses_from_everywhere_locks_no_device_out_that_the_administrator_has_used(administrator: User):
    known = Client()
    post(known, "long secret")
    known.post("/sign-out/")
    for network in range(70):
        post(Client(REMOTE_ADDR=f"198.51.{network}.1"), "guess")
    unknown = Client(REMOTE_ADDR="203.0.113.9")
    assert (post(unknown, "long secret").status_code, signed_in_as(unknown)) == (429, None)
    assert (post(known, "long secret").status_code, signed_in_as(known)) == (302, str(administrator.pk))


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.row("threat", 56)
def test_on_a_device_that_is_new_the_right_one_opens_once_some_work_is_done(administrator: User):
    for network in range(60):
        post(Client(REMOTE_ADDR=f"198.51.{network}.1"), "guess")
    client = Client()
    page = post(client, "long secret")
    assert "Unusually many requests are coming from your network." in words_of(page.content.decode())
    done = solve_work(page)
    assert post(client, "long secret", **done).status_code == 302
    again = Client()
    assert post(again, "long secret", **done).status_code == 429  # it was good once


@pytest.mark.slow
@pytest.mark.tries_many
@pytest.mark.row("threat", 56)
def test_a_guesser_with_one_network_and_any_work_uses_up_the_tries_of_no_other(administrator: User):
    for address in range(60):
        assert post(Client(REMOTE_ADDR=f"198.51.1.{address}"), "guess").status_code == 422
    refused = post(Client(REMOTE_ADDR="198.51.1.77"), "guess")
    assert (refused.status_code, 'name="work"' in refused.content.decode()) == (429, False)
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert post(elsewhere, "long secret", **solve_work(post(elsewhere, "long secret"))).status_code == 302


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.tries_many
def test_after_a_wrong_one_that_has_cost_work_the_page_brings_the_next(administrator: User):
    for network in range(60):
        post(Client(REMOTE_ADDR=f"198.51.{network}.1"), "guess")
    client = Client()
    wrong = post(client, "guess", **solve_work(post(client, "guess")))
    assert wrong.status_code == 422
    assert post(client, "long secret", **solve_work(wrong)).status_code == 302


def test_a_known_device_is_no_place_to_guess_at_either(administrator: User):
    known = Client()
    post(known, "long secret")
    known.post("/sign-out/")
    assert [post(known, "guess").status_code for _try in range(11)] == [422] * 10 + [429]
