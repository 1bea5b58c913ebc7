"""One question without scripts: reported, supported, withdrawn, appealed by plain forms; other pages lead there."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import Question, Report
from sessions.platform.text.labels import REPORT_WORDS
from tests.factories.evening import Evening, make_person
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly


def look(evening: Evening, client: Client, question: Any, *, status: int = 200) -> str:
    response = client.get(f"/chat/{evening.chat_session.pk}/question/?question={question}")
    assert response.status_code == status
    return unescape(response.content.decode())


def forms_of(html: str) -> dict[str, dict[str, str]]:
    """By op, the hidden fields of each form for a command."""
    found = {}
    for form in re.findall(r"<form[^>]*>.*?</form>", html, re.DOTALL):
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        if "op" in fields:
            found[fields["op"]] = fields
    return found


def send(evening: Evening, client: Client, form: dict[str, str], **filled: str) -> str:
    """The page after it."""
    response = client.post(f"/chat/{evening.chat_session.pk}/do/", {**form, **filled}, follow=True)
    return unescape(response.content.decode())


def test_a_question_is_reported_once_with_a_reason_by_a_plain_form(evening: Evening) -> None:
    question = evening.queue("Who mends the lamp?")
    reader = client_of(evening.residents[1])
    html = look(evening, reader, question.pk)
    assert [f'value="{reason}"' in html for reason in REPORT_WORDS] == [True] * len(REPORT_WORDS)
    form = forms_of(html)["report"]
    for _tap in range(2):
        assert "Thank you. A moderator will look at it." in send(evening, reader, form, why="Rude", reason="attack")
    assert [(report.why, report.reason) for report in Report.objects.all()] == [("Rude", "attack")]


def test_support_is_given_and_taken_back(evening: Evening) -> None:
    question = evening.queue("Who mends the lamp?")
    reader = client_of(evening.residents[1])
    form = forms_of(look(evening, reader, question.pk))["question.back"]
    assert "Take back your support" in send(evening, reader, form, on="true")
    assert "Take back your support" not in send(evening, reader, form, on="false")


def test_an_author_withdraws_and_appeals_on_the_page_of_a_question_that_nobody_else_sees(evening: Evening) -> None:
    withdrawn, declined = evening.ask("Who mends the lamp?"), evening.ask("Who is to blame?")
    decline_question(
        evening.chat_session,
        declined.pk,
        version=declined.version,
        moderator=evening.moderator,
        reason="attack",
        note="",
    )
    author, other = client_of(evening.residents[0]), client_of(evening.residents[1])
    look(evening, other, withdrawn.pk, status=404)
    html = look(evening, author, withdrawn.pk)
    assert "report" not in forms_of(html)
    assert "Your question is withdrawn." in send(
        evening, author, forms_of(html)["question.withdraw"], question=str(withdrawn.pk)
    )
    form = forms_of(look(evening, author, declined.pk))["question.appeal"]
    assert "Your appeal is saved." in send(evening, author, form, question=str(declined.pk))
    assert Question.objects.get(pk=withdrawn.pk).state == "withdrawn"


def test_a_visitor_is_led_to_sign_in_and_a_stranger_and_a_late_reader_have_no_form(evening: Evening) -> None:
    question = evening.queue("Who mends the lamp?")
    html = look(evening, Client(), question.pk)
    assert forms_of(html) == {}
    assert f'href="/sign-in/?next=/chat/{evening.chat_session.pk}/question/%3Fquestion%3D{question.pk}' in html
    assert forms_of(look(evening, client_of(make_person("stranger")), question.pk)) == {}
    close_chat_session(evening.chat_session, by="clerk")
    assert forms_of(look(evening, client_of(evening.residents[1]), question.pk)) == {}


@pytest.mark.parametrize("wanted", ["", "x", "%00", "00000000-0000-4000-8000-000000000000"])
def test_what_is_no_question_here_is_not_found(evening: Evening, wanted: str) -> None:
    look(evening, client_of(evening.residents[0]), wanted, status=404)


def test_its_number_of_queries_is_that_of_one_question(
    evening: Evening, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    question = evening.queue("Who mends the lamp?")
    reader = client_of(evening.residents[1])
    look(evening, reader, question.pk)
    for number in range(3):
        evening.queue(f"And lamp {number}?", by=2)
    look(evening, reader, question.pk)
    # As many as the room has for a signed-in reader.
    with django_assert_num_queries(9):
        look(evening, reader, question.pk)


def test_each_question_of_the_room_and_of_the_reading_page_leads_there(evening: Evening) -> None:
    answered, own = evening.answer(), evening.queue("Mine?", by=1)
    queued, taken = evening.queue("Who mends the lamp?"), evening.queue("And the drain?", by=2)
    evening.take(taken)
    reader = client_of(evening.residents[1])
    room = unescape(reader.get(f"/chat/{evening.chat_session.pk}/").content.decode())
    assert f'<form action="/chat/{evening.chat_session.pk}/question/" id="report"></form>' in room
    shown = re.findall(r'data-part="report" form="report" name="question" value="([^"]+)">', room)
    assert sorted(shown) == sorted(str(each.pk) for each in (queued, answered))
    reading = unescape(reader.get(f"/chat/{evening.chat_session.pk}/read/").content.decode())
    led_to = re.findall(rf'href="/chat/{evening.chat_session.pk}/question/\?question=([^"]+)"', reading)
    assert sorted(led_to) == sorted(str(each.pk) for each in (queued, answered, taken, own))
    assert "/question/" not in Client().get(f"/chat/{evening.chat_session.pk}/read/").content.decode()


def test_each_way_to_see_a_chat_has_a_title_of_its_own(evening: Evening, client: Client) -> None:
    question = evening.queue()
    pages = ("", "read/", f"question/?question={question.pk}")
    titles = []
    for page in pages:
        html = client.get(f"/chat/{evening.chat_session.pk}/{page}", headers={"accept-language": "en"}).content.decode()
        titles += re.findall(r"<title>(.*?) – ", html)
    assert titles == [
        "Ward 95 live chat",
        "Read along · Ward 95 live chat",
        "A question in this chat · Ward 95 live chat",
    ]
