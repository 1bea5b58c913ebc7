"""The page about a person's data: only their own, as a page and as a file, and deleting the account."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chatserver.accounts.contacts.contacts import choose_reminders
from chatserver.accounts.models.identity import Identity
from chatserver.accounts.privacy.export import everything_about
from chatserver.accounts.privacy.personal_data import PERSONAL_DATA
from moderation.desk.claims import claim_question
from sessions.city.people.appointing import AppointmentPlace
from sessions.city.people.bans import ban_author
from sessions.city.people.consents import NOTICE_VERSION, has_agreed
from sessions.city.people.invites import invite
from sessions.models import Duty
from sessions.notifications.feed_addresses import renew_address
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly

ENGLISH, BENGALI = {"accept-language": "en"}, {"accept-language": "bn"}
PHONE, EMAIL = "+919830011111", "own@example.org"
ADDRESSES = ["/me/privacy/", "/me/privacy/data.json", "/me/privacy/erase/"]


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


@pytest.fixture
def person(evening: Evening) -> Any:
    resident = evening.residents[0]
    Identity.objects.create(person=resident, channel="sms", address=PHONE)
    choose_reminders(resident, addresses={"email": EMAIL})
    evening.ask("My own words")
    evening.ask("Their words", by=1)
    return resident


@pytest.fixture
def client(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_shows_what_is_kept_and_what_becomes_of_it(client: Client) -> None:
    page = client.get("/me/privacy/", headers=ENGLISH).content.decode()
    for shown in (
        PHONE,
        EMAIL,
        "Your questions",
        "stays without you",
        "deleted with your account",
        "Resident, ward 95",
    ):
        assert shown in page


def test_the_file_holds_every_row_of_ones_own_and_nothing_of_others(client: Client, person: Any) -> None:
    answer = client.get("/me/privacy/data.json")
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    held = answer.json()
    assert held["account"]["public_id"] == str(person.public_id)
    assert [row["address"] for row in held["accounts.Identity.person"]] == [PHONE]
    assert [row["text"] for row in held["chat_sessions.Question.author"]] == ["My own words"]
    assert held["chat_sessions.Consent.person"][0]["version"] == NOTICE_VERSION
    assert "Their words" not in answer.content.decode()
    assert len(held["signed_in_until"]) == 1


def test_the_file_of_a_person_who_decides_says_nothing_about_those_they_decided_about(evening: Evening) -> None:
    asked = evening.ask("A secret of the lane")
    claim_question(evening.chat_session, asked.pk, moderator=evening.moderator, version=1)
    ban_author(evening.chat_session, asked.pk, clerk=evening.clerk, days=3, reason="Threats in the lane")
    where = AppointmentPlace(evening.ward)
    invite(evening.clerk, name="Ratan of the lane", duty=Duty.MODERATOR, place=where, from_on=timezone.localdate())
    files = {one: everything_about(one) for one in (evening.moderator, evening.clerk)}
    assert [one.username for one, told in files.items() if "the lane" in str(told)] == []
    assert files[evening.moderator]["chat_sessions.Question.claimed_by"] == [{"pk": asked.pk}]
    asker = everything_about(evening.residents[0])
    assert asker["chat_sessions.Ban.person"][0]["reason"] == "Threats in the lane"
    assert {"claimed_by_id", "banned_by_id", "lifted_by_id"} & {
        column for name in ("chat_sessions.Ban.person", "chat_sessions.Question.author") for column in asker[name][0]
    } == set()


@pytest.mark.long
def test_the_file_is_made_eight_times_in_a_quarter_of_an_hour_and_then_later(client: Client) -> None:
    answers = [client.get("/me/privacy/data.json").status_code for _ in range(9)]
    assert answers == [200] * 8 + [302]
    page = client.get("/me/privacy/", headers=ENGLISH).content.decode()
    assert "Please try again in 15 minutes." in page


def test_nothing_in_the_file_opens_a_door(client: Client, person: Any) -> None:
    secrets = [renew_address(person).token, person.contacts.get().stop_code, client.session.session_key]
    text = client.get("/me/privacy/data.json").content.decode()
    assert [secret for secret in (*secrets, "password", "digest") if secret in text] == []


@pytest.mark.long
@pytest.mark.parametrize("address", ADDRESSES)
def test_these_pages_are_for_signed_in_users_and_for_no_cache(client: Client, address: str) -> None:
    assert "no-store" in client.get(address)["Cache-Control"]
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"].startswith("/sign-in/")) == (302, True)


def test_consent_is_taken_back_by_one_press_and_given_again_by_the_notice(client: Client, person: Any) -> None:
    page = client.post("/me/privacy/withdraw/", follow=True, headers=ENGLISH).content.decode()
    assert "Your consent is withdrawn, and so are your questions" in page
    assert "you cannot ask" in page
    assert not has_agreed(person)
    assert client.get("/me/privacy/withdraw/").status_code == 405


def test_erasing_asks_first_and_then_signs_out(client: Client, person: Any) -> None:
    assert client.get("/me/privacy/erase/").status_code == 200
    answer = client.post("/me/privacy/erase/", headers=ENGLISH)
    assert (answer.status_code, "Tick the box" in answer.content.decode()) == (422, True)
    person.refresh_from_db()
    assert person.is_active
    assert "Clear-Site-Data" not in answer.headers
    answer = client.post("/me/privacy/erase/", {"sure": "on"}, headers=ENGLISH)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'  # also what was written on this phone and not sent
    assert "Your account is deleted." in client.get("/", headers=ENGLISH).content.decode()
    person.refresh_from_db()
    assert not person.is_active


def test_a_person_with_a_duty_is_told_that_decisions_stay(evening: Evening) -> None:
    client = Client()
    client.force_login(evening.clerk)
    page = client.post("/me/privacy/erase/", {"sure": "on"}, headers=ENGLISH)
    assert (page.status_code, "stay in the record, under your office" in page.content.decode()) == (409, True)
    evening.clerk.refresh_from_db()
    assert evening.clerk.is_active


def test_complaints_go_where_the_installation_says(client: Client, settings: Any) -> None:
    settings.COMPLAINTS_TO = {"en": "Nodi Akash, room 3", "bn": "নদী আকাশ, ৩ নম্বর ঘর"}
    assert "Nodi Akash, room 3" in client.get("/me/privacy/", headers=ENGLISH).content.decode()
    assert "নদী আকাশ, ৩ নম্বর ঘর" in client.get("/me/privacy/", headers=BENGALI).content.decode()
    settings.COMPLAINTS_TO = {"en": "", "bn": ""}
    assert "Write to your ward office." in client.get("/me/privacy/", headers=ENGLISH).content.decode()


def test_every_kind_of_what_is_kept_is_named_in_bengali_too() -> None:
    from django.utils import translation

    with translation.override("bn"):
        assert [str(place.title) for place in PERSONAL_DATA.values() if str(place.title).isascii()] == []
