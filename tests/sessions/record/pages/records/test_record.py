"""A record's page and the record itself."""

import json
from typing import Any

import pytest
from django.test import Client

from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.models import Record
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def close(evening: Evening, text: str = "When will the lamp be mended?") -> Record:
    question = evening.queue(text)
    evening.take()
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="By Friday.", final=True)
    close_chat_session(evening.chat_session, by="clerk")
    return Record.objects.get(chat_session=evening.chat_session)


@pytest.mark.costly
def test_a_records_page_has_an_address_for_each_question_and_answer(client: Client) -> None:
    record = close(make_evening())
    receipt = record.chat_session.questions.get().receipt
    page = client.get(f"/records/{record.slug}/").content.decode()
    permalink = f"/records/{record.slug}/q/{receipt}/"
    assert page.count(f'id="q-{receipt}"') == 1, "older links lead there"
    assert f'<a class="question__link" href="{permalink}">' in page
    own = client.get(permalink).content.decode()
    answer = f"a-{receipt}-1"
    assert (
        page.count(f'id="{answer}"') == page.count(f'href="{permalink}#{answer}"') == own.count(f'id="{answer}"') == 1
    )


@pytest.mark.costly
def test_a_refused_question_has_its_reason_and_never_its_words(client: Client) -> None:
    evening = make_evening()
    refused = evening.ask("Canary words")
    decline_question(
        evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="campaign", note="Canary note"
    )
    record = close(evening)
    page = client.get(f"/records/{record.slug}/", headers=ENGLISH).content.decode()
    assert "Campaigning for or against a party" in page
    assert refused.receipt in page
    assert "Canary" not in page


def test_the_page_of_a_record_takes_eleven_queries(client: Client, django_assert_num_queries: Any) -> None:
    record = close(make_evening())
    # The record, its translations, five for the log, two for the verifier and two for time stamps of the log.
    with django_assert_num_queries(11):
        client.get(f"/records/{record.slug}/")


def test_the_record_itself_is_the_stored_document_with_its_place_in_the_log(client: Client) -> None:
    record = close(make_evening())
    response = client.get(f"/records/{record.slug}.json")
    served = json.loads(response.content)
    assert served.pop("log")["index"] == 0
    assert served == record.document
    assert (response["Content-Type"], response["Access-Control-Allow-Origin"]) == ("application/json", "*")


def test_an_unknown_record_is_not_found(client: Client) -> None:
    assert client.get("/records/ward-1-2020-01-01/").status_code == 404
    assert client.get("/records/ward-1-2020-01-01.json").status_code == 404
