"""Before sending, an author learns what would be flagged and who has asked the same, and nothing is saved."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.commands.transaction import carry_out_together
from chatserver.live.wire.decoding import make_command
from moderation.questions.similar.draft_check import check_draft
from sessions.models import Question, StoredReply
from tests.factories.evening import Evening
from tests.factories.planning_desk import client_of

WORDS = "When will the lamp in Lake Lane burn again?"
CALL = "Please call me on 98300 12345 about it"


def check(evening: Evening, text: str, *, by: int = 0) -> Any:
    command = make_command(str(uuid4()), "draft.check", {"text": text})
    [reply] = carry_out_together(
        [SubmittedCommand(evening.residents[by].pk, evening.chat_session.pk, "room", "en", command)]
    )
    return reply


def test_the_flags_their_places_and_what_others_would_read(evening: Evening) -> None:
    result = check(evening, f"  {CALL} ").frame.result
    assert result == {
        "text": CALL,
        "flags": [{"check": "mobile", "start": 18, "end": 29, "mask": True}],
        "public_text": "Please call me on […] about it",
        "similar": [],
        "warning": "This looks like a phone number: it would become public. Others will read […] in its place.",
    }


def test_an_accusation_is_told_and_not_masked(evening: Evening) -> None:
    result = check_draft(evening.chat_session, "Ramesh Das is a thief.")
    assert result["public_text"] == result["text"]
    assert result["warning"] == "This looks like an accusation against a private person: it would become public."


@pytest.mark.costly
def test_similar_questions_come_with_what_everybody_can_read(evening: Evening) -> None:
    question = evening.queue(WORDS)
    evening.ask(WORDS, by=1)
    result = check(evening, WORDS, by=2).frame.result
    [offer] = result["similar"]
    assert result["hint"] == "Asked already?"
    assert (offer["question"], offer["state"], offer["text"]) == (str(question.pk), "queued", WORDS)
    assert (offer["support"], offer["ward"], offer["answer"], offer["record"]) == (0, 95, None, None)


def test_nothing_is_saved_and_no_lock_is_taken(evening: Evening) -> None:
    with CaptureQueriesContext(connection) as queries:
        check(evening, WORDS)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    assert not any("FOR UPDATE" in query["sql"] for query in queries)
    assert (Question.objects.count(), StoredReply.objects.count()) == (0, 0)


@pytest.mark.parametrize(("text", "code"), [("", "empty"), ("x" * 5000, "too_long")])
def test_a_text_that_could_not_be_sent_is_refused(evening: Evening, text: str, code: str) -> None:
    assert check(evening, text).code == code


def test_who_may_not_ask_here_is_refused(evening: Evening) -> None:
    command = make_command(str(uuid4()), "draft.check", {"text": WORDS})
    submitted = SubmittedCommand(evening.moderator.pk, evening.chat_session.pk, "room", "en", command, is_proven=True)
    assert carry_out_together([submitted])[0].code == "forbidden"


def send_form(evening: Evening, text: str, *, by: int = 0, **more: str) -> Any:
    client = client_of(evening.residents[by])
    room = f"/chat/{evening.chat_session.pk}/"
    form = {"op": "question.ask", "kind": "question", "text": text, "next": f"{room}#ask", **more}
    return client.post(f"{room}do/", form, headers={"accept-language": "en"})


@pytest.mark.costly
def test_without_scripts_a_page_says_it_and_the_question_can_be_sent_all_the_same(evening: Evening) -> None:
    page = send_form(evening, CALL, look="1")
    assert (page.status_code, Question.objects.count()) == (200, 0)
    assert "<mark>98300 12345</mark>" in page.content.decode()
    assert send_form(evening, CALL).status_code == 302
    assert [question.public_text for question in Question.objects.all()] == ["Please call me on […] about it"]


@pytest.mark.costly
def test_without_scripts_the_topic_that_was_chosen_is_kept(evening: Evening) -> None:
    page = send_form(evening, CALL, look="1", topic="water").content.decode()
    assert '<input type="hidden" name="topic" value="water">' in page


def test_without_scripts_a_similar_question_can_be_supported_instead(evening: Evening) -> None:
    question = evening.queue(WORDS)
    page = send_form(evening, WORDS, by=1, look="1").content.decode()
    assert f'<button class="button" name="question" value="{question.pk}">Support this one</button>' in page


def test_without_scripts_a_question_in_which_nothing_is_found_is_sent_at_once(evening: Evening) -> None:
    assert send_form(evening, WORDS, look="1").status_code == 302
    assert Question.objects.count() == 1
