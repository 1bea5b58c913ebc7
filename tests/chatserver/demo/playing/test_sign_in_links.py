"""Who plays the evening, and what stands in the way of a play."""

import pytest

from chatserver.accounts.models import Installation
from chatserver.demo.load import load_demo
from chatserver.demo.playing.sign_in_links import NothingToPlay, find_sign_in_links
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import ChatSession

pytestmark = pytest.mark.django_db


@pytest.mark.long
@pytest.mark.slow
def test_the_company_is_thirty_residents_a_third_moderator_and_the_councillor() -> None:
    sheet = load_demo(base_url="http://127.0.0.1:8000")
    links = find_sign_in_links()
    assert str(links.chat_session_id) == sheet["chat_session"]
    assert len(set(links.players.values())) == 30
    assert sheet["councillor"]["sign_in"] == sheet["base_url"] + links.councillor
    assert sheet["official"]["sign_in"] == sheet["base_url"] + links.official
    assert sheet["clerk"]["sign_in"] == sheet["base_url"] + links.clerk
    assert links.moderator_label == "Moderator 3"
    assert sheet["base_url"] + links.moderator not in {person["sign_in"] for person in sheet["moderators"]}


def test_outside_of_a_demo_nothing_is_played() -> None:
    with pytest.raises(NothingToPlay, match="no demo"):
        find_sign_in_links()


@pytest.mark.long
@pytest.mark.slow
def test_an_evening_that_is_over_is_not_played() -> None:
    load_demo(base_url="http://127.0.0.1:8000")
    close_chat_session(ChatSession.objects.live().get(), by="clerk")
    with pytest.raises(NothingToPlay, match="is over"):
        find_sign_in_links()


def test_a_demo_without_a_chat_is_not_played() -> None:
    Installation.make_demo()
    with pytest.raises(NothingToPlay, match="is over"):
        find_sign_in_links()
