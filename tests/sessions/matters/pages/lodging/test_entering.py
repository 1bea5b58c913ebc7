"""A clerk's page for those who call, write or come; and the button that makes a complaint of a question."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from sessions.models import Matter, Question
from tests.factories.evening import make_evening
from tests.factories.matters import WardOffice, make_category
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

ENTER = "/office/enter/"


def page_of(response: Any) -> str:
    return unescape(response.content.decode())


def said(**changed: Any) -> dict[str, Any]:
    given = {"kind": "complaint", "category": "drains", "text": "No water since Monday.", "ward": "95"}
    return given | {"source": "phone", "consented": "on", "read_back": "on", "do": "enter"} | changed


def test_a_clerk_enters_it_and_the_receipt_is_shown_large(office: WardOffice) -> None:
    client = client_of(office.clerk)
    assert "for good, without your name" in page_of(client.get(ENTER))
    response = client.post(ENTER, said())
    matter = Matter.objects.get()
    assert response["Location"] == f"/office/entered/{matter.number}/"
    assert (matter.source, matter.author, matter.entered_by, matter.state) == ("phone", None, office.clerk, "waiting")
    assert matter.receipt in page_of(client.get(response["Location"]))
    assert client_of(office.moderator).get(response["Location"]).status_code == 404


def test_without_consent_the_error_stands_there_and_the_words_stay(office: WardOffice) -> None:
    response = client_of(office.clerk).post(ENTER, said(consented=""))
    page = page_of(response)
    assert (response.status_code, 'id="consent-error"' in page) == (422, True)
    assert "No water since Monday." in page
    assert 'name="read_back" value="on" checked' in page


def test_it_is_for_those_who_may_enter_and_have_proven_who_they_are(office: WardOffice, client: Client) -> None:
    assert client.get(ENTER)["Location"].startswith("/sign-in/")
    assert client_of(office.clerk, is_proven=False).get(ENTER)["Location"].startswith("/second-factor/")
    assert client_of(office.resident).get(ENTER).status_code == 403
    assert client_of(office.official).get(ENTER).status_code == 403


def test_a_question_becomes_a_complaint_by_one_press_and_the_second_leads_to_the_first(db: None) -> None:
    make_category("drains", keywords="drain")
    evening = make_evening()
    question = evening.ask("The drain overflows.", kind="complaint")
    Question.objects.filter(pk=question.pk).update(state="answered", queued_at=question.asked_at)
    author = Client()
    author.force_login(evening.residents[0])
    address = f"/matters/from-question/{question.pk}/"
    assert address in page_of(author.get(f"/receipt/{question.receipt}/"))
    first = author.post(address)
    matter = Matter.objects.get()
    assert first["Location"] == f"/me/matters/{matter.number}/?new"
    assert author.post(address)["Location"] == first["Location"]
    assert matter.number in page_of(author.get(f"/receipt/{question.receipt}/"))
    other = Client()
    other.force_login(evening.residents[1])
    assert (other.post(address).status_code, Matter.objects.count()) == (404, 1)
    assert address not in page_of(other.get(f"/receipt/{question.receipt}/"))
