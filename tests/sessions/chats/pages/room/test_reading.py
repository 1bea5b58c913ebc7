"""The page to read along: no form, loads itself again, 304 without news, older answers by a link that stays right."""

import re
from typing import Any

import pytest
from django.test import Client

from sessions.chats.pages.room.reading import ANSWERS, part_of, read_to
from sessions.platform.pages.save_data import ROWS, rows_for
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


def look(evening: Evening, client: Client, query: str = "", **headers: str) -> Any:
    return client.get(f"/chat/{evening.chat_session.pk}/read/{query}", headers=headers)


def test_it_has_no_form_and_loads_itself_again_until_the_chat_is_over(evening: Evening) -> None:
    evening.take(evening.queue("Who mends the lamp?"))
    evening.queue("And the drain?")
    html = look(evening, client_of(evening.residents[0])).content.decode()
    assert '<meta http-equiv="refresh" content="20">' in html
    assert re.findall(r"<(?:form|input|textarea|button|script)\b", html) == []
    assert html.index("Who mends the lamp?") < html.index("And the drain?")
    assert f'href="/chat/{evening.chat_session.pk}/#ask"' in html
    assert ('href="?still=1"' in html, "http-equiv" in look(evening, Client(), "?still=1").content.decode()) == (
        True,
        False,
    )


def test_without_news_it_is_not_sent_again(evening: Evening) -> None:
    reader = Client()
    first = look(evening, reader, accept_encoding="br")
    assert (first["Cache-Control"], first["ETag"][:3]) == ("private, no-cache", 'W/"')
    again = look(evening, reader, accept_encoding="br", if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    evening.queue("Who mends the lamp?", by=1)
    assert look(evening, reader, accept_encoding="br", if_none_match=first["ETag"]).status_code == 200
    assert look(evening, client_of(evening.residents[0]))["Cache-Control"] == "private, no-store"


@pytest.mark.long
def test_the_newest_answers_come_first_and_the_older_ones_keep_their_page(evening: Evening) -> None:
    evening.answer()
    for _ in range(ANSWERS):
        evening.answer()
    html = look(evening, Client()).content.decode()
    assert html.count('class="tag" data-state="answered"') == ANSWERS
    assert '<a class="card__link" rel="next" href="?to=1#answers-title">' in html
    older = look(evening, Client(), "?to=1").content.decode()
    assert older.count('class="tag" data-state="answered"') == 1
    assert "When will the drain be cleaned?" in older
    assert "http-equiv" not in older


def test_own_questions_are_told_where_they_stand(evening: Evening) -> None:
    evening.ask("Who mends the lamp?")
    assert "Who mends the lamp?" in look(evening, client_of(evening.residents[0])).content.decode()
    assert "Who mends the lamp?" not in look(evening, client_of(evening.residents[1])).content.decode()


def test_less_data_is_asked_for_by_a_header(evening: Evening) -> None:
    response = look(evening, Client(), save_data="on")
    assert "Save-Data" in response["Vary"]
    assert 'rel="icon" href="data:,"' in response.content.decode()
    assert "mark." in look(evening, Client()).content.decode()
    assert [rows_for(response.wsgi_request, usual) for usual in (10, 50)] == [10, ROWS]


@pytest.mark.parametrize(
    ("given", "to"), [("", 7), ("3", 3), ("99", 7), ("-1", 7), ("x", 7), ("9999999", 7), ("٣", 7), ("0", 0)]
)
def test_a_number_that_is_none_shows_the_newest(given: str, to: int) -> None:
    assert read_to(given, 7) == to


def test_pages_of_answers_share_none_and_leave_none_out() -> None:
    lines = [{"n": n} for n in range(23, 0, -1)]
    seen, to = [], 23
    while True:
        part = part_of(lines, to, 10)
        seen += [card["n"] for card in part.cards]
        if part.older_to is None:
            break
        to = part.older_to
    assert seen == list(range(23, 0, -1))
