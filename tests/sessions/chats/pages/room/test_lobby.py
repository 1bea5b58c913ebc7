from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.own_questions import back_question
from tests.factories.evening import Evening, make_evening, make_office, make_person, make_ward
from tests.factories.planning_desk import client_of, words_of

pytestmark = pytest.mark.django_db


def get(client: Client) -> Any:
    return client.get("/my-chat/", headers={"accept-language": "en"})


def page_of(person: Any) -> str:
    return words_of(get(client_of(person)).content.decode())


@pytest.mark.costly
def test_a_live_chat_is_entered_at_once(evening: Evening):
    answer = get(client_of(evening.residents[0]))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/chat/{evening.chat_session.pk}/")


@pytest.mark.costly
def test_only_ones_own_ward_counts(evening: Evening):
    person = make_person("neighbour", make_ward(96))
    assert "No chat is announced for this ward yet." in page_of(person)


@pytest.mark.costly
def test_before_the_chat_the_countdown_stands_there_with_what_is_queued_the_most_backed_first():
    evening = make_evening(is_live=False)
    evening.queue("Why is the lamp dark?")
    second = evening.queue("When will the drain be cleaned?", by=1)
    back_question(evening.chat_session, second.pk, person=evening.residents[0], on=True)
    answer = get(client_of(evening.residents[2]))
    assert [card["text"] for card in answer.context["queued"]] == [
        "When will the drain be cleaned?",
        "Why is the lamp dark?",
    ]
    page = words_of(answer.content.decode())
    assert "1 supporter" in page
    assert f'data-until="{timezone.localtime(evening.chat_session.starts_at).isoformat(timespec="seconds")[:16]}' in (
        answer.content.decode()
    )


def test_what_is_not_screened_yet_is_not_shown():
    evening = make_evening(is_live=False)
    evening.ask("A secret?")
    assert "The queue is empty." in page_of(evening.residents[1])


def test_a_chat_some_days_off_says_how_many():
    ward = make_ward()
    make_office(ward)
    announce_chat_session(ward, starts_at=timezone.now() + timedelta(days=5), minutes=60, by="clerk")
    assert "It begins in 5 days." in page_of(make_person("resident", ward))


def test_a_suspended_chat_counts_no_days():
    ward = make_ward()
    make_office(ward)
    announce_chat_session(ward, starts_at=timezone.now() + timedelta(days=5), minutes=60, by="clerk")
    today = timezone.localdate()
    add_closure(
        kind="freeze", ward=None, from_on=today, to_on=today + timedelta(days=9), reasons={"en": "Election"}, clerk=None
    )
    page = page_of(make_person("resident", ward))
    assert ("It begins" in page, "Suspended" in page) == (False, True)


@pytest.mark.costly
def test_without_anything_ahead_the_record_of_the_last_chat_is_there(evening: Evening):
    close_chat_session(evening.chat_session, by="clerk")
    answer = get(client_of(evening.residents[0]))
    assert f'href="/records/{answer.context["record"].slug}/"' in answer.content.decode()
    assert answer.context["record"].chat_session == evening.chat_session


def test_a_visitor_signs_in_and_comes_back(client: Client):
    assert get(client).headers["Location"] == "/sign-in/?next=%2Fmy-chat%2F"


def test_a_person_without_a_ward_chooses_one():
    assert get(client_of(make_person("resident"))).headers["Location"] == "/wards/"


@pytest.mark.parametrize("address", ["/my", "/my/"])
def test_the_short_link_leads_to_the_lobby_and_not_for_good(client: Client, address: str):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/my-chat/")


def test_the_sheet_shows_the_short_link_and_its_code_in_three_languages(client: Client):
    page = client.get("/my/sheet/").content.decode()
    assert [f'lang="{language}"' in page for language in ("bn", "hi", "en")] == [True, True, True]
    assert ("testserver/my" in page, "<svg" in page) == (True, True)


@pytest.mark.costly
@pytest.mark.parametrize("rows", [1, 3])
def test_the_lobby_takes_as_many_queries_for_three_questions_as_for_one(rows: int, django_assert_num_queries: Any):
    evening = make_evening(is_live=False)
    client = client_of(evening.residents[2])
    for index in range(rows):
        evening.queue(f"Question {index}?", by=index % 2)
    with django_assert_num_queries(11):
        get(client)
