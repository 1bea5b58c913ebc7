"""Who is signed in and may not see a page is told whose it is, and where to go instead."""

import pytest
from django.test import Client

from sessions.city.people.bans import ban_author
from tests.factories.evening import Evening, make_evening, make_person
from tests.factories.planning_desk import client_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def evening() -> Evening:
    return make_evening()


def turned_away(client: Client, path: str) -> str:
    page = client.get(path, headers=ENGLISH)
    assert page.status_code == 403
    return page.content.decode()


@pytest.mark.long
@pytest.mark.parametrize(
    ("page", "whose"),
    [
        ("/desk/CHAT/", "This page is for the moderators and clerks of the ward."),
        ("/desk/CHAT/questions/", "This page is for the moderators and clerks of the ward."),
        ("/floor/CHAT/", "This page is for the councillor of the ward, and for those who answer with them."),
        ("/planning/", "This page is for the clerks who plan the chats."),
        ("/planning/chats/CHAT/", "This page is for the clerks who plan the chats."),
        ("/planning/printed-codes/", "This page is for the clerks who plan the chats."),
        ("/office/", "This page is for the people who hold an office,"),
        ("/office/promises/", "This page is for the people who hold an office,"),
        ("/office/proposals/", "This page is for the people who hold an office,"),
        ("/office/activities/", "This page is for the people who hold an office,"),
        ("/office/activities/new/", "This page is for the people who hold an office,"),
        ("/office/activities/photos/", "This page is for the people of an office, for clerks and for moderators,"),
        ("/admin/", "This page is for the people who run this website."),
    ],
)
def test_a_signed_in_resident_is_told_whose_page_it_is_and_never_to_sign_in(
    evening: Evening, page: str, whose: str
) -> None:
    room = f"/chat/{evening.chat_session.pk}/"
    resident = client_of(make_person("stranger", evening.ward, label="Mita"))
    html = turned_away(resident, resident_path(page, evening))
    main = html.partition("<main")[2]
    assert whose in words_of(main)
    assert "You are signed in as “Mita”, and this account has no such role." in words_of(main)
    assert "sign-in/" not in main
    assert (f'href="{room}"' in main) == ("desk" in page or "floor" in page)


def resident_path(page: str, evening: Evening) -> str:
    return {"/admin/": "/admin/login/"}.get(page) or page.replace("CHAT", str(evening.chat_session.pk))


def test_one_who_is_banned_reads_why_and_until_when(evening: Evening) -> None:
    question = evening.ask()
    ban_author(evening.chat_session, question.pk, clerk=evening.clerk, days=3, reason="Threats against a neighbour")
    main = turned_away(client_of(evening.residents[0]), f"/chat/{evening.chat_session.pk}/").partition("<main")[2]
    said = words_of(main)
    assert "You cannot take part at present" in said
    assert "Threats against a neighbour" in said
    assert "role" not in said
