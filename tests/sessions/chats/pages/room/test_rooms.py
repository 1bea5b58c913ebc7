"""The room and the floor as the server renders them: who sees what, in how many queries, and never a waiting word."""

import json
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from moderation.questions.notices import post_notice
from moderation.questions.screening import decline_question, hold_question, merge_question
from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.calendar.lifecycle.closed_days import add_closure
from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session, close_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import move_chat_session
from sessions.chats.pages.room.rooms import MOST_SHOWN
from sessions.chats.pages.room.way_to_question import way_to_question
from sessions.chats.questions.floor import defer_question, give_answer
from sessions.chats.questions.officials import call_official
from sessions.chats.questions.own_questions import back_question
from sessions.log import log
from sessions.models import Appointment, Office
from tests.factories.evening import Evening, make_evening, make_person, make_ward
from tests.factories.planning_desk import client_of, prove

pytestmark = pytest.mark.costly

CANARY = "CANARY-4711"


def visit(evening: Evening, person: Any = None, *, page: str = "chat", language: str = "en", query: str = "") -> str:
    client = Client(headers={"accept-language": language})
    if person is not None:
        client.force_login(person)
        prove(client)
    response = client.get(f"/{page}/{evening.chat_session.pk}/{query}")
    assert response.status_code == 200
    return unescape(response.content.decode())


def part_of(html: str, name: str) -> str:
    """From the section's opening tag to the next section's."""
    found = re.search(rf'<(section|div) class="[^"]*" id="{name}".*?(?=<section|<template|<footer|\Z)', html, re.DOTALL)
    assert found is not None
    return found[0]


def page_json(html: str) -> dict[str, Any]:
    found = re.search(r'<script id="page" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_of_a_long_queue_the_first_twelve_come_and_the_rest_where_it_is_asked_for(evening: Evening) -> None:
    asked = [str(evening.queue(f"Question {number}?", by=number % 3).pk) for number in range(14)]
    short, whole = (part_of(visit(evening, query=query), "queue") for query in ("", "?all=queue"))
    assert re.findall(r'<li data-id="([^"]*)"', short) == asked[:12]
    assert 'name="all" value="queue" aria-pressed="false">Show all 14</button>' in short
    assert re.findall(r'<li data-id="([^"]*)"', whole) == asked
    assert 'name="all" value="" aria-pressed="true">Show all 14</button>' in whole


@pytest.mark.costly
@pytest.mark.parametrize("section", ["queue", "answers"])
def test_a_link_brings_the_question_that_stands_behind_the_first_of_its_list(evening: Evening, section: str) -> None:
    asked = [evening.queue(f"Question {number}?", by=number % 3) for number in range(14)]
    for question in asked if section == "answers" else []:
        evening.take(question)
        give_answer(evening.chat_session, question.pk, person=evening.councillor, text="Yes.", final=True)
    sought = asked[-1] if section == "queue" else asked[0]
    address, _hash, anchor = way_to_question(
        evening.chat_session.pk, receipt=sought.receipt, state="queued" if section == "queue" else "answered"
    ).partition("#")
    assert address.startswith(f"/chat/{evening.chat_session.pk}/?")
    shown = [part_of(visit(evening, query=query), section) for query in ("", address[address.index("?") :])]
    assert [page.count(f'id="{anchor}"') for page in shown] == [0, 1]
    assert [page.count("<li data-id=") for page in shown] == [MOST_SHOWN[section], MOST_SHOWN[section] + 1]


@pytest.mark.long
@pytest.mark.parametrize("query", ["?all=queue", "?q=question&kind=&order=newest"])
def test_a_supported_question_is_still_in_sight_afterwards_without_scripts(evening: Evening, query: str) -> None:
    for number in range(14):
        evening.queue(f"Question {number}?", by=number % 2)
    page = visit(evening, evening.residents[2], query=query)
    ways = re.findall(r'id="(?:un)?back">.*?name="next" value="([^"]*)"', page)
    assert ways == [f"/chat/{evening.chat_session.pk}/{query}#queue"] * 2


def test_all_that_a_search_found_can_be_asked_for(evening: Evening) -> None:
    for number in range(14):
        evening.queue(f"Question {number}?", by=number % 3)
    page = visit(evening, query="?q=question&order=newest")
    assert (
        '<form id="all"><input type="hidden" name="q" value="question"><input type="hidden" name="kind" value="">'
        '<input type="hidden" name="order" value="newest"></form>'
    ) in page


@pytest.mark.parametrize(
    ("section", "script"),
    [
        ("queue", "room/queue_view.js"),
        ("answers", "room/answered_view.js"),
        ("yours", "room/asking/own_view.js"),
    ],
)
def test_the_script_shows_as_many_at_first_as_the_server(section: str, script: str) -> None:
    text = (settings.BASE_DIR / "chatserver/static/js" / script).read_text()
    assert re.findall(r"^const \w+_SHOWN = (\d+);", text, re.MULTILINE) == [str(MOST_SHOWN[section])]


def test_the_room_takes_its_state_from_the_log_in_few_queries(
    evening: Evening, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        evening.queue(f"Question {number}?", by=number)
    client = Client()
    # The chat session, the stream, its events, which were removed, the backing, what its card says.
    with django_assert_num_queries(6):
        client.get(f"/chat/{evening.chat_session.pk}/")
    client.force_login(evening.residents[0])
    # No events again; cookie session, account twice, duties, own questions, what they back.
    with django_assert_num_queries(9):
        client.get(f"/chat/{evening.chat_session.pk}/")


def test_the_script_goes_on_from_exactly_what_was_rendered(evening: Evening) -> None:
    evening.queue("Rendered?")
    place = log.position(chat_session_id=evening.chat_session.pk, stream="public")
    start = page_json(visit(evening))["starts"]["public"]
    assert (start["epoch"], start["seq"]) == (place.epoch, place.seq)
    assert start["state"]["queue"] == evening.public_state()["queue"]


def test_each_live_page_has_a_name_for_what_it_keeps(evening: Evening) -> None:
    pages = {"chat": "room", "floor": "floor", "desk": "desk"}
    assert {page: page_json(visit(evening, evening.moderator, page=page))["name"] for page in pages} == pages


def test_words_that_wait_are_held_or_were_declined_are_on_no_page_but_their_authors(evening: Evening) -> None:
    chat_session, moderator = evening.chat_session, evening.moderator
    evening.ask(f"{CANARY} waiting")
    hold_question(chat_session, evening.ask(f"{CANARY} held").pk, moderator=moderator, version=1)
    declined = evening.ask(f"{CANARY} declined")
    decline_question(chat_session, declined.pk, moderator=moderator, version=1, reason="attack", note=f"{CANARY} note")
    for other in (None, evening.residents[1], evening.councillor, evening.clerk, moderator):
        assert CANARY not in visit(evening, other)
    assert {f"{CANARY} {word}" for word in ("waiting", "held", "declined", "note")} <= set(
        re.findall(rf"{CANARY} \w+", part_of(visit(evening, evening.residents[0]), "yours"))
    )
    close_chat_session(chat_session, by="clerk")
    assert CANARY not in visit(evening, evening.residents[1])


def test_the_queue_stands_in_its_declared_order_with_its_backing(evening: Evening) -> None:
    first, second = evening.queue("First asked", by=0), evening.queue("Most backed", by=1)
    back_question(evening.chat_session, second.pk, person=evening.residents[2], on=True)
    queue = part_of(visit(evening, evening.residents[2]), "queue")
    assert queue.index("Most backed") < queue.index("First asked")
    assert re.findall(r'form="(\w+)" name="question" value="([^"]+)" aria-pressed="(\w+)"', queue) == [
        ("unback", str(second.pk), "true"),
        ("back", str(first.pk), "false"),
    ]


def test_ones_own_question_can_be_read_but_not_backed(evening: Evening) -> None:
    evening.queue("Mine", by=0)
    queue = part_of(visit(evening, evening.residents[0]), "queue")
    assert re.search(r'aria-pressed="false" hidden', queue)
    assert "question--mine" in queue


def test_the_author_of_a_merged_question_is_led_to_the_other(evening: Evening) -> None:
    target, merged = evening.queue("The first to ask", by=1), evening.ask("The same again")
    merge_question(evening.chat_session, merged.pk, moderator=evening.moderator, version=1, into=target.pk)
    yours = part_of(visit(evening, evening.residents[0]), "yours")
    assert f'href="#q-{target.receipt}">Merged with: The first to ask</a>' in yours


def test_floor_and_answers_are_shown(evening: Evening) -> None:
    answered, on_floor = evening.queue("Answered one"), evening.queue("The one on the floor", by=1)
    evening.take(answered)
    give_answer(evening.chat_session, answered.pk, person=evening.councillor, text="By Friday.", final=True)
    due_on = timezone.localdate() + timedelta(days=7)
    deferred = evening.queue("Deferred one", by=2)
    defer_question(evening.chat_session, deferred.pk, person=evening.councillor, due_on=due_on)
    evening.take(on_floor)
    html = visit(evening)
    assert "The one on the floor" in part_of(html, "floor")
    answers = part_of(html, "answers")
    assert answers.index("Deferred one") < answers.index("Answered one") < answers.index("By Friday.")
    assert "Councillor Holder of ward 95" in answers


def test_a_visitor_is_shown_how_to_take_part(evening: Evening) -> None:
    html = visit(evening)
    assert f"/sign-in/?next=/chat/{evening.chat_session.pk}/" in part_of(html, "ask")
    assert page_json(html)["you"] == {"role": "visitor", "may": [], "questions": [], "backed": []}


def test_a_resident_of_another_ward_reads_and_is_told_why_not_more(evening: Evening) -> None:
    stranger = make_person("stranger", make_ward(96))
    html = visit(evening, stranger)
    assert "for the residents of Ward 95" in part_of(html, "ask")
    assert "<textarea" not in html


def test_staff_are_led_to_their_own_pages(evening: Evening) -> None:
    ask = part_of(visit(evening, evening.councillor), "ask")
    assert f"/floor/{evening.chat_session.pk}/" in ask
    assert f"/desk/{evening.chat_session.pk}/" in ask
    assert "/floor/" not in part_of(visit(evening, evening.moderator), "ask")


def test_before_it_opens_one_can_ask_and_back(db: None) -> None:
    evening = make_evening(is_live=False)
    evening.queue("Early", by=1)
    html = visit(evening, evening.residents[0])
    assert 'data-state="scheduled"' in html
    assert 'aria-pressed="false">' in part_of(html, "queue")
    assert '<form class="composer"' in part_of(html, "ask")


def test_after_the_close_the_room_leads_to_the_record(evening: Evening) -> None:
    evening.queue("Left over", by=1)
    close_chat_session(evening.chat_session, by="clerk")
    html = visit(evening, evening.residents[0])
    slug = evening.public_state()["session"]["record"]
    assert f'href="/records/{slug}/"' in html
    assert 'id="closed">' in html
    assert 'aria-pressed="false" hidden' in part_of(html, "queue")


def test_what_was_answered_in_part_is_not_called_left_out_after_the_close(evening: Evening) -> None:
    begun = evening.queue("Begun")
    evening.queue("Never taken")
    evening.take(begun)
    give_answer(evening.chat_session, begun.pk, person=evening.councillor, text="The first half.", final=False)
    close_chat_session(evening.chat_session, by="clerk")
    yours = part_of(visit(evening, evening.residents[0]), "yours")
    explanations = re.findall(r'data-part="explanation">([^<]*)<', yours)
    assert explanations == [
        "The chat ended before it was taken. It stays in the record.",
        "Answered in part; the chat ended before it was taken again. It stays in the record.",
    ]
    assert yours.index("Never taken") < yours.index("Begun")


def test_a_cancelled_chat_says_why(db: None) -> None:
    evening = make_evening(is_live=False)
    cancel_chat_session(evening.chat_session, reason="Cyclone warning", by="clerk")
    html = visit(evening)
    assert 'id="cancelled">' in html
    assert "Cyclone warning" in html


def test_markup_in_what_people_write_is_only_text(evening: Evening) -> None:
    attack = '</script><img src=x onerror=alert(1)> "quoted"'
    evening.queue(attack)
    post_notice(evening.chat_session, moderator=evening.moderator, text=attack)
    client = Client()
    html = client.get(f"/chat/{evening.chat_session.pk}/").content.decode()
    assert "<img" not in html
    assert html.count("</script>") == html.count("<script")


def test_bengali_readers_get_bengali_digits_and_bengali_text_is_not_escaped(evening: Evening) -> None:
    evening.queue("পাড়ায় জল জমে কেন?")
    client = Client()
    client.cookies["language"] = "bn"
    html = client.get(f"/chat/{evening.chat_session.pk}/").content.decode()
    assert '<html lang="bn"' in html
    assert "৯৫" in html
    assert html.count("পাড়ায় জল জমে কেন?") == 2  # once in the page, once in what its script goes on from


@pytest.mark.long
@pytest.mark.parametrize("page", ["floor", "desk"])
def test_the_doors_of_the_staff(evening: Evening, page: str) -> None:
    address = f"/{page}/{evening.chat_session.pk}/"
    client = Client()
    assert client.get(address).headers["Location"] == f"/sign-in/?next=%2F{page}%2F{evening.chat_session.pk}%2F"
    client.force_login(evening.residents[0])
    assert client.get(address).status_code == 403
    for person in (evening.councillor, evening.moderator, evening.clerk):
        client.force_login(person)
        there = f"/second-factor/?next=%2F{page}%2F{evening.chat_session.pk}%2F"
        assert client.get(address).headers["Location"] == there
        prove(client)
        assert client.get(address).status_code == 200
    assert client.get(f"/{page}/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_an_unknown_chat_is_not_found(db: None) -> None:
    assert Client().get("/chat/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_only_the_holder_of_the_office_can_answer(evening: Evening) -> None:
    evening.queue("Next one")
    assert 'data-op="answer.give"' in visit(evening, evening.councillor, page="floor")
    assert 'data-op="answer.give"' not in visit(evening, evening.moderator, page="floor")


def test_the_floor_offers_the_next_question_only_while_none_is_on_it(evening: Evening) -> None:
    question = evening.queue("Next one")
    assert re.search(r'data-part="take_next">', visit(evening, evening.councillor, page="floor"))
    evening.take(question)
    html = visit(evening, evening.councillor, page="floor")
    assert re.search(r'data-part="take_next" disabled>', html)
    assert f'name="question" value="{question.pk}"' in html


def make_official(evening: Evening) -> tuple[Any, Appointment]:
    official = make_person("engineer", label="S. Pal")
    held = {"person": official, "duty": "official", "ward": evening.ward, "title": "Engineer"}
    return official, Appointment.objects.create(**held, from_on=date(2022, 1, 1))


def test_an_official_answers_in_parts_alone_and_is_called_by_name(evening: Evening) -> None:
    official, _held = make_official(evening)
    evening.queue()
    evening.take()
    own, theirs = visit(evening, official, page="floor"), visit(evening, evening.councillor, page="floor")
    for op in ("question.take", "answer.finish", "question.return", "question.defer", "official.call"):
        assert (f'data-op="{op}"' in own, f'data-op="{op}"' in theirs) == (False, True)
    assert ('name="final" value="true"' in own, 'data-op="answer.give"' in own) == (False, True)
    assert ('data-part="take"' in own, 'data-part="take"' in theirs) == (False, True)
    assert f'<option value="{official.public_id}">S. Pal, Engineer</option>' in theirs


def test_an_official_reads_nothing_that_nobody_has_approved(evening: Evening) -> None:
    official, held = make_official(evening)
    evening.ask("CANARY: not read yet")
    client, floor, desk = client_of(official), f"/floor/{evening.chat_session.pk}/", f"/desk/{evening.chat_session.pk}/"
    html = client.get(floor).content.decode()
    assert ("CANARY" in html, f'href="{desk}"' in html, {*page_json(html)["starts"]}) == (False, False, {"public"})
    assert client.get(desk).status_code == 403
    held.pk = None
    held.duty = "moderator"
    held.save()
    assert "CANARY" in client.get(desk).content.decode()
    assert f'href="{desk}"' in client.get(floor).content.decode()


def test_a_called_official_is_named_and_can_be_sent_back(evening: Evening) -> None:
    official, _held = make_official(evening)
    question = evening.queue()
    evening.take()
    shown = f'<input type="hidden" name="official" value="{official.public_id}">'
    assert shown not in visit(evening, evening.councillor, page="floor")
    given: dict[str, Any] = {"official": official.public_id, "by": evening.councillor, "role": "councillor"}
    call_official(evening.chat_session, question.pk, **given)
    assert shown in visit(evening, evening.councillor, page="floor")
    assert shown not in visit(evening, official, page="floor")
    form = {"op": "official.send_back", "question": question.pk, "official": official.public_id}
    client_of(evening.councillor).post(f"/chat/{evening.chat_session.pk}/do/", form)
    assert shown not in visit(evening, evening.councillor, page="floor")


def test_the_floor_takes_few_queries(evening: Evening, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = client_of(evening.councillor)
    for number in range(3):
        evening.queue(f"Question {number}?", by=number)
        with django_assert_num_queries(13):
            client.get(f"/floor/{evening.chat_session.pk}/")


def test_before_it_opens_the_room_says_what_became_of_its_date_and_offers_it_to_a_calendar(db: None) -> None:
    evening = make_evening(is_live=False)
    chat_session = evening.chat_session
    html = visit(evening)
    assert f"/calendar/chats/{chat_session.pk}.ics?lang=en" in html
    assert f'data-date="{evening.public_state()["session"]["starts_at"]} false"' in html

    to = chat_session.starts_at + timedelta(days=1)
    move_chat_session(chat_session, starts_at=to, because={"en": "of a flood"}, sequence=0, clerk=None)
    assert "Changed because of a flood" in visit(evening)
    today = timezone.localdate()
    add_closure(
        kind="freeze", ward=None, from_on=today, to_on=today + timedelta(days=9), reasons={"en": "Election"}, clerk=None
    )
    html = visit(evening)
    assert "Suspended because an election freeze lasts" in html
    assert "Add to my calendar" not in html


def test_once_it_is_live_its_date_is_no_longer_offered(evening: Evening) -> None:
    assert "Add to my calendar" not in visit(evening)


def test_without_scripts_what_became_of_a_form_is_told_where_one_is_led_back_to(evening: Evening) -> None:
    client = client_of(evening.residents[0])
    address = f"/chat/{evening.chat_session.pk}/"
    form = {"op": "question.ask", "kind": "question", "text": "Who repairs the lamp?", "next": f"{address}#ask"}
    assert client.post(f"{address}do/", form).headers["Location"] == f"{address}#ask"
    html = client.get(address).content.decode()
    assert html.count("Received. Your receipt is") == 1
    assert "Received. Your receipt is" in part_of(html, "ask")
    client.post(f"{address}do/", form | {"text": "x" * 1001})
    assert "notice--error" in part_of(client.get(address).content.decode(), "ask")
    client.post(f"{address}do/", form | {"text": "Elsewhere?", "next": "/about/#ask"})
    assert "Received. Your receipt is" in client.get("/about/").content.decode()


def test_an_official_sees_at_once_whether_they_are_called(evening: Evening) -> None:
    official, _held = make_official(evening)
    question = evening.queue()
    evening.take()
    notice, form = '<p class="notice notice--called" id="called-notice" role="alert"{}>', 'id="answering"{}>'
    html = visit(evening, official, page="floor")
    assert (notice.format(" hidden") in html, form.format(" hidden") in html) == (True, True)
    given: dict[str, Any] = {"official": official.public_id, "by": evening.councillor, "role": "councillor"}
    call_official(evening.chat_session, question.pk, **given)
    html = visit(evening, official, page="floor")
    assert (notice.format("") in html, form.format("") in html) == (True, True)


def test_an_official_in_the_room_sees_that_they_are_called_and_the_way_to_answer(evening: Evening) -> None:
    official, _held = make_official(evening)
    question = evening.queue()
    evening.take()
    notice = '<p class="notice" id="called-notice" role="alert"{}>'
    assert notice.format(" hidden") in visit(evening, official)
    given: dict[str, Any] = {"official": official.public_id, "by": evening.councillor, "role": "councillor"}
    call_official(evening.chat_session, question.pk, **given)
    html = visit(evening, official)
    assert notice.format("") in html
    assert f'<a href="/floor/{evening.chat_session.pk}/#answer-text">Go to the answering page</a>' in html
    assert page_json(html)["you"]["called"] == [str(question.pk)]
    assert "called-notice" not in visit(evening, evening.councillor) + visit(evening, evening.residents[0])


@pytest.mark.long
@pytest.mark.parametrize(("duty", "wants_title"), [("official", True), ("delegate", False)])
def test_who_answers_under_their_own_name_is_asked_for_it_first(evening: Evening, duty: str, wants_title: bool) -> None:
    person = make_person("nameless")
    Appointment.objects.create(person=person, duty=duty, ward=evening.ward, from_on=date(2022, 1, 1))
    address = f"/floor/{evening.chat_session.pk}/"
    html = visit(evening, person, page="floor")
    assert ('id="public-name"' in html, 'name="title"' in html) == (True, wants_title)
    unnamed = "1 official has not entered a public name"
    assert (unnamed in visit(evening, evening.councillor, page="floor")) == wants_title
    client = client_of(person)
    form = {"name": "S. Pal", "next": address} | ({"title": "Engineer, drainage"} if wants_title else {})
    assert client.post("/me/public-name/", form).headers["Location"] == address
    assert 'id="public-name"' not in client.get(address).content.decode()
    shown = f'<option value="{person.public_id}">S. Pal, Engineer, drainage</option>'
    assert (shown in visit(evening, evening.councillor, page="floor")) == wants_title


def test_the_script_does_not_get_the_commitment_that_only_the_record_shows(evening: Evening) -> None:
    assert "lot" in evening.public_state()["session"]
    assert "lot" not in page_json(visit(evening))["starts"]["public"]["state"]["session"]


def test_the_script_gets_the_holders_name_in_the_readers_language_alone(evening: Evening) -> None:
    names = {"en": "Shiuli", "bn": "শিউলি", "hi": "शिउली", "ur": "شیولی"}
    Office.objects.filter(ward=evening.chat_session.ward).update(names=names)
    starts_at = timezone.now() + timedelta(days=40)
    later = announce_chat_session(evening.chat_session.ward, starts_at=starts_at, minutes=60, by="clerk")
    page = page_json(Client(headers={"accept-language": "bn"}).get(f"/chat/{later.pk}/").content.decode())
    assert page["starts"]["public"]["state"]["session"]["office"]["names"] == {"bn": "শিউলি"}
