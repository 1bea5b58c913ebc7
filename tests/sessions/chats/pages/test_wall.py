"""The big screen as the server renders it: what it shows when, for whom, and when it becomes another page."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session, close_chat_session
from sessions.chats.calendar.public.posters import qr_svg
from sessions.chats.questions.answer_corrections import correct_answer
from sessions.chats.questions.floor import give_answer
from sessions.models import ChatSession
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


def look(evening: Evening, query: str = "", *, client: Client | None = None) -> str:
    response = (client or Client()).get(f"/wall/{evening.chat_session.pk}/{query}")
    assert response.status_code == 200
    return unescape(response.content.decode())


def part(html: str, name: str) -> str:
    found = re.search(rf'data-part="{name}"[^>]*>(.*?)</', html, re.DOTALL)
    assert found is not None
    return found[1]


def edition_of(evening: Evening) -> str:
    return str(Client().get(f"/wall/{evening.chat_session.pk}/").headers["Wall-Edition"])


def answer(evening: Evening, text: str, *, final: bool = False) -> None:
    floor = evening.public_state()["floor"]
    give_answer(evening.chat_session, floor["id"], person=evening.councillor, text=text, final=final)


def close(evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")


def announce_next(evening: Evening, *, in_days: float = 30) -> ChatSession:
    starts_at = timezone.now() + timedelta(days=in_days)
    return announce_chat_session(evening.ward, starts_at=starts_at, minutes=60, by="clerk")


def test_it_shows_the_question_the_answer_so_far_and_what_comes_next(evening: Evening) -> None:
    for text in ("When is the drain cleaned?", "রাস্তা কবে সারানো হবে?", "And the lamps?"):
        evening.queue(text)
    evening.take()
    answer(evening, "On Monday.")
    answer(evening, "پیر کو۔")
    html = look(evening)
    assert part(html, "state") == "Being answered now"
    assert part(html, "text") == "When is the drain cleaned?"
    assert re.findall(r'class="wall__words"[^>]*lang="(\w*)" dir="auto">([^<]*)', html) == [
        ("und", "On Monday."),
        ("ur", "پیر کو۔"),
        ("und", ""),
    ]
    assert re.search(r'data-part="next" lang="bn" dir="auto">রাস্তা কবে সারানো হবে\?<', html)
    assert part(html, "waiting") == "2 questions are waiting"


def test_who_answers_is_named_once_for_all_parts(evening: Evening) -> None:
    evening.queue()
    evening.take()
    answer(evening, "First.")
    answer(evening, "Second.")
    names = re.findall(r'data-part="by">([^<]*)<', look(evening))
    assert names == ["Councillor Holder of ward 95", "", ""]  # the last is the script's template


def test_the_answer_stays_until_the_next_question_is_taken(evening: Evening) -> None:
    evening.queue("First?")
    evening.take()
    answer(evening, "Yes.", final=True)
    html = look(evening)
    assert (part(html, "state"), part(html, "text")) == ("Answered", "First?")
    evening.queue("Second?")
    evening.take()
    html = look(evening)
    assert (part(html, "state"), part(html, "text")) == ("Being answered now", "Second?")


def test_it_gives_the_short_address_of_the_ward_as_words_and_as_a_code(evening: Evening) -> None:
    html = look(evening)
    assert "<span>testserver</span><span>/w/95</span>" in html
    assert qr_svg("http://testserver/w/95", css_class="wall__qr") in html
    assert "style" not in qr_svg("http://testserver/w/95", css_class="wall__qr")


def test_nothing_of_the_person_who_is_signed_in_there_is_shown_to_a_hall(evening: Evening) -> None:
    evening.ask("CANARY, not public yet?")
    client = Client()
    client.force_login(evening.residents[0])
    html = look(evening, client=client)
    assert "CANARY" not in html
    found = re.search(r'<script id="page" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    page: dict[str, Any] = json.loads(found[1])
    assert (page["name"], page["person"]) == ("wall", "visitor")
    assert page["you"] == {"role": "visitor", "may": [], "questions": [], "backed": []}


@pytest.mark.long
@pytest.mark.parametrize(
    ("query", "attributes"),
    [
        ("", ""),
        ("?theme=dark", ' data-theme="dark"'),
        ("?theme=light", ' data-theme="light"'),
        ("?theme=pink", ""),
        ("?overlay=1", " data-overlay"),
        ("?overlay=0", ""),
    ],
)
def test_how_it_looks_is_chosen_in_its_address(evening: Evening, query: str, attributes: str) -> None:
    found = re.search(r'<html [^>]*data-time-zone="[^"]*" data-utc-offset="330"([^>]*)>', look(evening, query))
    assert found is not None
    assert found[1] == attributes


def test_its_language_is_chosen_in_its_address_too(evening: Evening) -> None:
    assert '<html lang="bn"' in look(evening, "?lang=bn")
    assert '<html lang="en"' in look(evening, "?lang=xx")
    assert '<html lang="en"' in look(evening)  # and stays with nobody


def test_after_the_end_it_shows_the_records_address_and_the_next_date(evening: Evening) -> None:
    announce_next(evening)
    close(evening)
    html = look(evening)
    record = evening.public_state()["session"]["record"]
    assert f"<span>/records/{record}</span>" in html
    assert qr_svg(f"http://testserver/records/{record}/", css_class="wall__qr") in html
    assert "The chat is over. Thank you for taking part." in html
    assert "The next live chat" in html


def test_an_hour_later_it_is_about_the_next_chat_and_then_becomes_its_wall(evening: Evening) -> None:
    following = announce_next(evening)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        close(evening)
        clock.shift(timedelta(minutes=61))
        assert re.search(r'<main[^>]*>\s*<p class="wall__eyebrow">The next live chat</p>', look(evening))
        clock.move_to(following.starts_at - timedelta(hours=11))
        response = Client().get(f"/wall/{evening.chat_session.pk}/?theme=dark&overlay=1")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/wall/{following.pk}/?theme=dark&overlay=1",
    )


def test_the_record_has_its_hour_even_where_the_next_chat_is_near(evening: Evening) -> None:
    announce_next(evening, in_days=0.2)
    close(evening)
    assert "Read the record" in look(evening)


def test_a_suspended_date_is_promised_to_nobody(evening: Evening) -> None:
    following = announce_next(evening)
    day = timezone.localdate(following.starts_at)
    add_closure(kind="freeze", ward=None, from_on=day, to_on=day, reasons={"en": "Election"}, clerk=None)
    close(evening)
    assert "The next live chat" not in look(evening)


def test_of_a_cancelled_chat_it_gives_the_reason() -> None:
    evening = make_evening(is_live=False)
    cancel_chat_session(evening.chat_session, by="clerk", reason="The hall is flooded.")
    html = look(evening)
    assert "This chat was cancelled" in html
    assert "The hall is flooded." in html


def test_its_edition_changes_with_what_news_alone_cannot_bring(evening: Evening) -> None:
    before = edition_of(evening)
    evening.queue()
    evening.take()
    assert edition_of(evening) == before
    close(evening)
    at_the_end = edition_of(evening)
    announce_next(evening)
    assert len({before, at_the_end, edition_of(evening)}) == 3
    response = Client().head(f"/wall/{evening.chat_session.pk}/")
    assert (response.content, response.headers["Wall-Edition"]) == (b"", edition_of(evening))


def test_it_takes_few_queries_in_every_state(
    evening: Evening, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        evening.queue(f"Question {number}?", by=number)
    look(evening)
    # The chat session twice (once to be let in), those after it, freezes, the stream, the backing.
    with django_assert_num_queries(6):
        look(evening)


def test_before_the_beginning_it_says_that_one_can_ask() -> None:
    evening = make_evening(is_live=False)
    evening.queue("Already asked?")
    html = look(evening)
    assert "The chat has not begun yet. You can ask already." in html
    assert part(html, "next") == "Already asked?"


def test_the_staff_find_it_from_their_pages(evening: Evening) -> None:
    link = f'href="/wall/{evening.chat_session.pk}/"'
    for person, path in (
        (evening.moderator, f"/desk/{evening.chat_session.pk}/"),
        (evening.councillor, f"/floor/{evening.chat_session.pk}/"),
        (evening.clerk, f"/planning/chats/{evening.chat_session.pk}/"),
    ):
        assert link in client_of(person).get(path).content.decode()


def test_without_scripts_it_is_loaded_again_and_again(evening: Evening) -> None:
    assert '<noscript><meta http-equiv="refresh" content="20"></noscript>' in look(evening)


def test_the_clock_of_the_page_is_the_servers(evening: Evening) -> None:
    moment = datetime(2027, 1, 2, 12, 30, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        assert '"now":"2027-01-02T12:30:00.000Z"' in look(evening)


def test_a_part_that_was_corrected_stands_in_its_new_words_and_says_so(evening: Evening) -> None:
    evening.queue()
    evening.take()
    answer(evening, "In fourteen days.")
    assert 'data-part="corrected">' not in look(evening)
    [given] = evening.public_state()["floor"]["answers"]
    correct_answer(
        evening.chat_session,
        UUID(evening.public_state()["floor"]["id"]),
        person=evening.councillor,
        part=given["seq"],
        text="In four days.",
    )
    html = look(evening)
    assert 'data-part="corrected">Corrected<' in html
    assert "In fourteen days." not in html.split('<script id="page"')[0]


def test_before_it_is_announced_it_shows_the_date_and_comes_back_by_itself(evening: Evening) -> None:
    starts_at = timezone.now() + timedelta(days=40)
    planned = ChatSession.objects.create(
        ward=evening.ward, state="planned", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
    )
    response = Client().get(f"/wall/{planned.pk}/")
    assert (response.status_code, response.headers["Refresh"]) == (200, "60")
    assert "Wall-Edition" not in response.headers
