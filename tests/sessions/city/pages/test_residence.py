from typing import Any

import pytest
from django.test import Client

from sessions.city.wards.ward_change import choose_ward
from sessions.models import Move, Ward
from tests.factories.evening import Evening, make_evening, make_person, make_ward
from tests.factories.planning_desk import client_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wards() -> list[Ward]:
    return [make_ward(number) for number in (95, 96, 97)]


@pytest.fixture
def evening() -> Evening:
    return make_evening()


def post(client: Client, **given: str) -> Any:
    return client.post("/wards/choose/", given, headers={"accept-language": "en"})


def test_a_visitors_choice_waits_for_their_sign_in(client: Client, wards: list[Ward]):
    answer = post(client, ward="96")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/my-chat/")
    page = client.get("/my-chat/")
    assert page.headers["Location"] == "/sign-in/?next=%2Fmy-chat%2F"
    person = make_person("resident")
    client.force_login(person)
    assert client.get("/my-chat/").status_code == 200
    person.refresh_from_db()
    assert (person.ward, "chosen_ward" in client.session) == (wards[1], False)


def test_what_a_visitor_chose_moves_nobody_who_has_a_ward(client: Client, wards: list[Ward]):
    post(client, ward="96")
    person = make_person("resident", wards[0])
    client.force_login(person)
    client.get("/my-chat/")
    person.refresh_from_db()
    assert (person.ward, "chosen_ward" in client.session) == (wards[0], False)


def test_the_first_ward_is_chosen_by_one_press(wards: list[Ward]):
    person = make_person("resident")
    assert post(client_of(person), ward="৯৭").headers["Location"] == "/my-chat/"
    person.refresh_from_db()
    assert person.ward == wards[2]


def test_a_move_is_explained_and_asked_about_first(wards: list[Ward]):
    person = make_person("resident", wards[0])
    client = client_of(person)
    shown = post(client, ward="96").content.decode()
    assert '<h1>Change to <span class="unbroken">Ward 96</span>?</h1>' in shown
    page = words_of(shown)
    assert "Then you can ask and support in Ward 96, and no longer in Ward 95." in page
    assert "After this you may have to wait 90 days before you can change again." in page
    assert Move.objects.count() == 0
    post(client, ward="96", sure="yes")
    person.refresh_from_db()
    assert person.ward == wards[1]


def test_a_person_who_moved_lately_is_told_when_they_may_again(wards: list[Ward]):
    person = make_person("resident", wards[0])
    choose_ward(person, wards[1])
    client = client_of(person)
    assert "You can change it again from" in words_of(post(client, ward="97").content.decode())
    assert post(client, ward="97", sure="yes").headers["Location"] == "/me/ward/"
    page = words_of(client.get("/me/ward/", headers={"accept-language": "en"}).content.decode())
    assert "You can change it again from" in page
    assert "Ward 95 → Ward 96" in page
    person.refresh_from_db()
    assert person.ward == wards[1]


@pytest.mark.parametrize("number", ["", "999", "-1", "95; drop", "1" * 40])
def test_a_ward_that_is_not_there_cannot_be_chosen(client: Client, wards: list[Ward], number: str):
    assert post(client, ward=number).status_code == 404


def test_choosing_needs_a_post(client: Client):
    assert client.get("/wards/choose/").status_code == 405


def test_the_page_of_ones_own_ward_is_for_signed_in_users(client: Client):
    assert client.get("/me/ward/").headers["Location"] == "/sign-in/?next=/me/ward/"


def test_whoever_says_in_a_room_where_they_live_is_in_its_form_with_that_press(evening: Evening) -> None:
    person, room = make_person("newcomer"), f"/chat/{evening.chat_session.pk}/"
    client = client_of(person)
    page = words_of(client.get(room, headers={"accept-language": "en"}).content.decode())
    assert "Do you live there? I live in Ward 95 I live in another ward" in page
    answer = post(client, ward="95", chat=str(evening.chat_session.pk))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{room}#ask")
    shown = client.get(room, headers={"accept-language": "en"}).content.decode()
    ask = words_of(shown[shown.index('id="ask"') :])
    assert ask.index("Saved: you live in Ward 95.") < ask.index("I am 18 or over.") < ask.index("I agree and want to")
    person.refresh_from_db()
    assert person.ward == evening.ward


def test_whoever_has_a_ward_is_not_asked_in_another_ones_room(evening: Evening) -> None:
    client = client_of(make_person("neighbour", make_ward(96)))
    page = words_of(client.get(f"/chat/{evening.chat_session.pk}/", headers={"accept-language": "en"}).content.decode())
    assert "Asking and supporting here is for the residents of Ward 95. Go to your ward’s chat" in page
    assert "I live in" not in page
    moving = words_of(post(client, ward="95", chat=str(evening.chat_session.pk)).content.decode())
    assert "Then you can ask and support in Ward 95, and no longer in Ward 96." in moving


@pytest.mark.parametrize("chat", ["", "95", "//elsewhere.example", "\u09e7"])
def test_what_is_no_chat_leads_nowhere_else(wards: list[Ward], chat: str) -> None:
    assert post(client_of(make_person("resident")), ward="96", chat=chat).headers["Location"] == "/my-chat/"
