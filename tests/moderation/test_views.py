"""The desk as the server renders it: every question in its group, the one in hand, and what each duty may do."""

import re
from typing import Any

from pytest_django import DjangoAssertNumQueries

from moderation.screening import claim_question, decline_question, hold_question
from moderation.views import find_in_hand, group_questions
from tests.evening import Evening, make_evening
from tests.planning_desk import client_of


def visit(evening: Evening, person: Any, query: str = "") -> str:
    client = client_of(person)
    response = client.get(f"/desk/{evening.chat_session.pk}/{query}", headers={"accept-language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def in_hand(html: str) -> str:
    found = re.search(r'id="detail-words"[^>]*>([^<]*)<', html)
    assert found is not None
    return found[1]


def ops(html: str) -> set[str]:
    return set(re.findall(r'data-op="([^"]+)"', html))


def test_questions_stand_in_their_groups_and_the_queue_in_its_order() -> None:
    rows = [
        {"id": name, "state": state, "asked_at": f"2027-01-02T13:00:0{second}.000Z"}
        for second, (name, state) in enumerate(
            [("a", "held"), ("b", "waiting"), ("c", "queued"), ("d", "queued"), ("e", "on_floor"), ("f", "declined")]
        )
    ]
    groups = group_questions(rows, {"d": 2})
    assert {name: [row["id"] for row in group] for name, group in groups.items()} == {
        "to_read": ["b", "a"],
        "queue": ["e", "d", "c"],
        "done": ["f"],
    }


def test_without_a_choice_the_first_to_be_read_is_in_hand() -> None:
    first, second, queued = ({"id": name} for name in "abc")
    groups: dict[str, list[dict[str, Any]]] = {"to_read": [first, second], "queue": [queued], "done": []}
    assert find_in_hand(groups, "") == first
    assert find_in_hand(groups, "c") == queued
    assert find_in_hand({"to_read": [], "queue": [], "done": []}, "c") is None


def test_a_link_takes_a_question_in_hand_with_the_version_that_was_seen(evening: Evening) -> None:
    evening.ask("First?")
    second = evening.ask("Second?", by=1)
    claim_question(evening.chat_session, second.pk, moderator=evening.second_moderator, version=1)
    assert in_hand(visit(evening, evening.moderator)) == "First?"
    html = visit(evening, evening.moderator, f"?question={second.pk}")
    assert in_hand(html) == "Second?"
    assert "Moderator 2 is reading this" in html
    seen = re.findall(r'name="question" value="([^"]+)">\s*<input type="hidden" name="version" value="(\d+)"', html)
    assert set(seen) == {(str(second.pk), "2")}


def test_each_duty_finds_its_own_commands(evening: Evening) -> None:
    evening.ask()
    screening = {f"question.{step}" for step in ("approve", "hold", "claim", "release", "decline", "merge")}
    assert ops(visit(evening, evening.moderator)) == screening | {"resident.mute", "notice.post"}
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
        with django_assert_num_queries(11):
            client.get(f"/desk/{evening.chat_session.pk}/")
