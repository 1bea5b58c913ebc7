"""The pages of office-holders: what they answered, and nothing of residents."""

from datetime import date

import pytest
from django.test import Client

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import Office, OfficeKind
from tests.factories.evening import Evening, make_evening, make_office

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
ENGLISH = {"accept-language": "en"}


def test_an_office_holder_is_listed_from_the_first_record_on(client: Client, evening: Evening) -> None:
    address = f"/speakers/{evening.chat_session.office_id}/"
    page = client.get("/speakers/", headers=ENGLISH).content.decode()
    assert "Nobody yet." in page
    assert client.get(address).status_code == 404
    close_chat_session(evening.chat_session, by="clerk")
    page = client.get("/speakers/", headers=ENGLISH).content.decode()
    assert f'href="{address}"' in page
    assert "Holder of ward 95" in page
    assert "No answer in a record yet." in client.get(address, headers=ENGLISH).content.decode()


def test_a_speaker_has_the_months_and_the_answered_questions(client: Client, evening: Evening) -> None:
    question = evening.answer()
    evening.queue("Not answered?", by=1)
    close_chat_session(evening.chat_session, by="clerk")
    response = client.get(f"/speakers/{evening.chat_session.office_id}/", headers=ENGLISH)
    page, month = response.content.decode(), f"{evening.chat_session.day:%Y-%m}"
    assert [each.question.pk for each in response.context["found"]] == [question.pk]
    assert [(value, answered) for value, _words, answered in response.context["months"]] == [(month, 1)]
    assert f"?office={evening.chat_session.office_id}&amp;month={month}&amp;answered=yes" in page
    assert "Not answered?" not in page
    for person in evening.residents:
        assert str(person.public_id) not in page


def test_other_terms_have_pages_of_their_own(client: Client, evening: Evening) -> None:
    evening.answer()
    close_chat_session(evening.chat_session, by="clerk")
    other = make_evening(number=96)
    close_chat_session(other.chat_session, by="clerk")
    page = client.get(f"/speakers/{other.chat_session.office_id}/")
    assert page.context["found"] == []


def test_a_vacant_office_is_no_speaker(client: Client, evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    Office.objects.filter(pk=evening.chat_session.host.pk).update(kind=OfficeKind.VACANT, names={}, holder=None)
    assert client.get(f"/speakers/{evening.chat_session.office_id}/").status_code == 404


def test_a_term_that_has_ended_says_so(client: Client, evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    Office.objects.update(to_on=date(2027, 3, 1))
    make_office(evening.ward)
    page = client.get(f"/speakers/{evening.chat_session.office_id}/", headers=ENGLISH).content.decode()
    assert "from 1 January 2022 to 1 March 2027" in page
