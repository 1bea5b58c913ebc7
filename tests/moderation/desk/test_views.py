"""The desk as the server renders it: questions in groups, the selected one, and what each duty may do."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from moderation.desk.claims import claim_question
from moderation.desk.conflicts import pass_question_on
from moderation.desk.views import find_selected, group_questions
from moderation.questions.mutes import mute_resident, unmute_resident
from moderation.questions.screening import approve_question, decline_question, hold_question, merge_question
from sessions.chats.questions.own_questions import report_question
from sessions.log import log
from sessions.log.events.desk import DeskAsked
from sessions.log.logged_event import wire_time
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly


def visit(evening: Evening, person: Any, query: str = "") -> str:
    client = client_of(person)
    response = client.get(f"/desk/{evening.chat_session.pk}/{query}", headers={"accept-language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def selected(html: str) -> str:
    found = re.search(r'id="detail-words"[^>]*>([^<]*)<', html)
    assert found is not None
    return found[1]


def ops(html: str) -> set[str]:
    return set(re.findall(r'data-op="([^"]+)"', html))


def test_questions_stand_in_their_groups_and_the_queue_in_its_order() -> None:
    rows = [
        {"id": name, "state": state, "asked_at": f"2027-01-02T13:00:0{second}.000Z", "reports": int(name in "cdf")}
        for second, (name, state) in enumerate(
            [("a", "held"), ("b", "waiting"), ("c", "queued"), ("d", "queued"), ("e", "on_floor"), ("f", "declined")]
        )
    ]
    groups = group_questions(rows, [{"id": "d"}, {"id": "c"}])
    assert {name: [row["id"] for row in group] for name, group in groups.items()} == {
        "reported": ["c", "d"],
        "to_read": ["b", "a"],
        "queue": ["e", "d", "c"],
        "passed_on": [],
        "done": ["f"],
    }


def shown_on(html: str, part: str) -> str:
    """The text of one part of the selected question; blank where it is hidden."""
    found = re.search(rf'<(\w+)[^>]*data-part="{part}"[^>]*>(.*?)</\1>', html[html.index('id="detail"') :], re.DOTALL)
    assert found is not None
    return "" if " hidden" in found[0].split(">")[0] else re.sub(r"<[^>]+>", "", found[2]).strip()


def test_a_report_stands_with_the_words_that_it_is_about_and_can_be_acted_on(evening: Evening) -> None:
    question = evening.queue("Is the pond clean?")
    for person, why in zip(evening.residents[1:], ("Names my brother", "Rude"), strict=True):
        report_question(evening.chat_session, question.pk, person=person, why=why)
    html = visit(evening, evening.moderator, f"?question={question.pk}")
    assert (selected(html), shown_on(html, "state"), shown_on(html, "reports")) == (
        "Is the pond clean?",
        "In the queue",
        "2 reports",
    )
    assert re.findall(r'data-part="why"[^>]*>([^<]+)<', html)[:2] == ["Names my brother", "Rude"]
    assert 'id="group-reported"' in html


def test_a_paused_author_is_marked_on_each_of_their_questions(evening: Evening) -> None:
    first = evening.ask("First?")
    evening.ask("Second?")
    evening.ask("Another's?", by=1)
    mute_resident(evening.chat_session, first.pk, moderator=evening.moderator, minutes=10)
    html = visit(evening, evening.moderator)
    assert len(re.findall(r'<span data-part="paused">Paused until [^<]+</span>', html)) == 2
    unmute_resident(evening.chat_session, first.pk, moderator=evening.moderator)
    assert "Paused until" not in re.sub(r"<script.*?</script>", "", visit(evening, evening.moderator), flags=re.DOTALL)


def test_without_scripts_the_note_of_a_decision_that_came_second_is_kept(evening: Evening) -> None:
    question = evening.ask()
    approve_question(evening.chat_session, question.pk, moderator=evening.second_moderator, version=1)
    form = {"op": "question.decline", "question": str(question.pk), "version": 1, "reason": "attack"}
    answer = client_of(evening.moderator).post(
        f"/chat/{evening.chat_session.pk}/do/", form | {"note": "Please ask without the name."}
    )
    html = answer.content.decode()
    assert (answer.status_code, "Please ask without the name.</textarea>" in html) == (409, True)
    assert "It is now: In the queue." in html


def test_without_a_choice_the_first_to_be_read_is_selected() -> None:
    first, second, queued = ({"id": name} for name in "abc")
    groups: dict[str, list[dict[str, Any]]] = {"to_read": [first, second], "queue": [queued], "done": []}
    assert find_selected(groups, "") == first
    assert find_selected(groups, "c") == queued
    assert find_selected({"to_read": [], "queue": [], "done": []}, "c") is None


def test_a_link_selects_a_question_with_the_version_that_was_seen(evening: Evening) -> None:
    evening.ask("First?")
    second = evening.ask("Second?", by=1)
    claim_question(evening.chat_session, second.pk, moderator=evening.second_moderator, version=1)
    assert selected(visit(evening, evening.moderator)) == "First?"
    html = visit(evening, evening.moderator, f"?question={second.pk}")
    assert selected(html) == "Second?"
    assert "Moderator 2 is reading this" in html
    seen = re.findall(r'name="question" value="([^"]+)">\s*<input type="hidden" name="version" value="(\d+)"', html)
    assert set(seen) == {(str(second.pk), "2")}


def test_each_duty_finds_its_own_commands(evening: Evening) -> None:
    evening.ask()
    screening = {f"question.{step}" for step in ("approve", "hold", "claim", "release", "decline", "merge")}
    screening |= {"question.pass_on", "question.note", "questions.decline", "question.unmask", "question.reword"}
    screening |= {
        "question.undo",
        "question.reopen",
        "question.set_topic",
        "question.separate",
        "questions.merge",
        "question.take_down",
        "report.dismiss",
        "resident.mute",
        "resident.unmute",
        "notice.post",
    }
    assert ops(visit(evening, evening.moderator)) == screening
    running = {f"session.{step}" for step in ("open", "extend", "close", "cancel")}
    assert ops(visit(evening, evening.clerk)) == running | {"resident.ban"}
    assert ops(visit(evening, evening.councillor)) == set()


def test_decisions_that_are_closed_are_hidden(evening: Evening) -> None:
    held = hold_question(evening.chat_session, evening.ask().pk, moderator=evening.moderator, version=1)
    html = visit(evening, evening.moderator, f"?question={held.pk}")
    assert re.search(r'data-op="question.hold" data-states="waiting" hidden', html)
    assert re.search(r'data-op="question.approve" data-states="waiting held">', html)


def test_a_declined_question_keeps_its_reason_and_note(evening: Evening) -> None:
    question = evening.ask("Ring me?")
    note = "No numbers, please."
    decline_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=1, reason="personal_data", note=note
    )
    html = visit(evening, evening.moderator, f"?question={question.pk}")
    assert "Names a private person or shows personal data" in html
    assert note in html


def test_the_clerk_opens_or_cancels_before_and_extends_or_closes_during(db: None) -> None:
    before, during = make_evening(is_live=False, number=95), make_evening(is_live=True, number=96)
    assert shown_steps(visit(before, before.clerk)) == {"session.open", "session.cancel"}
    assert shown_steps(visit(during, during.clerk)) == {"session.extend", "session.close"}


def shown_steps(html: str) -> set[str]:
    shown = re.sub(r"<(form|details)[^>]* hidden>.*?</\1>", "", html, flags=re.DOTALL)
    return {op for op in ops(shown) if op.startswith("session.")}


def test_the_desk_takes_few_queries(evening: Evening, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = client_of(evening.moderator)
    for number in range(3):
        evening.queue(f"Question {number}?", by=number)
        # One of them looks whether what has just come to the queue was removed, one asks who sent what is new, and one
        # counts the appeals.
        with django_assert_num_queries(14):
            client.get(f"/desk/{evening.chat_session.pk}/")


def fill(evening: Evening, questions: int, text: str) -> list[str]:
    """Fill the desk as the log has them: the desk is read from there alone."""
    entries = [
        log.NewEvent(
            DeskAsked(
                id=f"{UUID(int=number)}",
                text=f"{text} {number}",
                kind="question",
                label="Resident, ward 95",
                receipt=f"R{number}",
                asked_at=wire_time(evening.chat_session.starts_at + timedelta(seconds=number)),
                version=1,
            ),
            "resident",
        )
        for number in range(questions)
    ]
    with transaction.atomic():
        log.append_all(evening.chat_session, entries)
    return [str(UUID(int=number)) for number in range(questions)]


@pytest.mark.long
def test_a_desk_of_227_long_questions_comes_in_pieces_and_without_scripts_by_a_link(evening: Evening) -> None:
    fill(evening, 227, "\u09aa\u09cd\u09b0\u09b6\u09cd\u09a8 " * 830)
    html = visit(evening, evening.moderator)
    assert len(html.encode()) < 600_000
    listed = re.findall(r'<a class="desk__item"[^>]*data-id="([^"]+)"', html)
    link = re.search(r'href="(\?to_read=[^"#]+)#group-to_read"[^>]*>([^<]*)<', html)
    assert link is not None
    assert link[2] == f"Show more ({227 - len(listed)} questions are left)"
    following = re.findall(r'data-id="([^"]+)"', visit(evening, evening.moderator, link[1]))
    assert following[0] == str(UUID(int=len(listed)))


def test_the_script_asks_for_the_next_piece_and_for_single_questions(evening: Evening) -> None:
    ids = fill(evening, 150, "Why?")
    address = f"/desk/{evening.chat_session.pk}/questions/"
    client = client_of(evening.moderator)
    piece = client.get(address, {"group": "to_read", "after": ids[99]}).json()
    assert ([card["id"] for card in piece["questions"]], piece["more"]) == (ids[100:], {})
    some = client.get(address, {"id": [ids[3], ids[5]]}).json()
    assert [card["id"] for card in some["questions"]] == [ids[3], ids[5]]
    assert client_of(evening.residents[0]).get(address).status_code == 403


def test_the_selected_question_is_on_the_page_wherever_it_stands(evening: Evening) -> None:
    ids = fill(evening, 150, "Why?")
    assert selected(visit(evening, evening.moderator, f"?question={ids[149]}")) == "Why? 149"


def shown_forms(html: str) -> set[str]:
    """The commands about the selected question that a moderator can send."""
    detail = html[html.index('id="detail"') : html.index('id="running"') if 'id="running"' in html else None]
    detail = re.sub(r"<template.*?</template>", "", detail, flags=re.DOTALL)
    shown = re.sub(r"<(form|details|div|section)\b[^>]* hidden>.*?</\1>", "", detail, flags=re.DOTALL)
    return ops(shown) - {"notice.post", "questions.decline"}


def test_a_moderator_sets_the_topic_by_a_plain_form(evening: Evening) -> None:
    question = evening.queue("Where does the water go?")
    address, client = f"/desk/{evening.chat_session.pk}/?question={question.pk}", client_of(evening.moderator)
    assert shown_on(visit(evening, evening.moderator, f"?question={question.pk}"), "topic") == ""
    form = {"op": "question.set_topic", "question": str(question.pk), "version": question.version, "topic": "drainage"}
    answer = client.post(f"/chat/{evening.chat_session.pk}/do/", form | {"next": address})
    assert (answer.status_code, answer["Location"]) == (302, address)
    html = visit(evening, evening.moderator, f"?question={question.pk}")
    assert shown_on(html, "topic") == "Drains and waterlogging"
    assert '<option value="drainage" selected>Drains and waterlogging</option>' in html
    bengali = client.get(address, headers={"accept-language": "bn"}).content.decode()
    assert "বিষয় ঠিক করুন" in bengali


def test_what_was_passed_on_shows_no_command_to_who_passed_it_on(evening: Evening) -> None:
    question = evening.ask("Call 9830012345 about my lane?")
    question = pass_question_on(evening.chat_session, question.pk, moderator=evening.moderator, version=1)
    query = f"?question={question.pk}"
    assert shown_forms(visit(evening, evening.moderator, query)) == {"question.pass_on"}
    assert "question.note" in shown_forms(visit(evening, evening.second_moderator, query))
    by, seen = {"moderator": evening.second_moderator}, question.version
    approve_question(evening.chat_session, question.pk, **by, version=seen, is_confirmed=True)
    report_question(evening.chat_session, question.pk, person=evening.residents[1], why="Rude")
    assert shown_forms(visit(evening, evening.moderator, query)) == set()
    reports = f"/desk/{evening.chat_session.pk}/reports/"
    assert "report.dismiss" not in client_of(evening.moderator).get(reports).content.decode()
    assert "report.dismiss" in client_of(evening.second_moderator).get(reports).content.decode()
    assert "report.dismiss" in shown_forms(visit(evening, evening.second_moderator, query))


def test_a_merged_question_says_with_which_and_can_be_taken_out_by_a_form(evening: Evening) -> None:
    target, other = evening.queue("Where is the bench?"), evening.queue("Where is the swing?", by=1)
    assert re.search(r'id="separate"[^>]* hidden', visit(evening, evening.moderator, f"?question={target.pk}"))
    merge_question(evening.chat_session, other.pk, moderator=evening.moderator, version=other.version, into=target.pk)
    html = visit(evening, evening.moderator, f"?question={other.pk}")
    assert "Merged with: Where is the bench?" in html
    assert re.search(r'id="separate" name="decision" data-states="merged">', html)
