"""A record's page and the page of one question: quotable, and readable for search engines and messengers."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.log.audit import CLOCK, OPERATOR
from sessions.models import Record
from tests.factories.evening import Evening
from tests.factories.recorded import BENGALI, HARMFUL, close, record_with_every_outcome, with_nothing, with_words

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
ENGLISH = {"accept-language": "en"}


def shown(client: Client, address: str, language: str = "en") -> str:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def linked_data(page: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    data: dict[str, Any] = json.loads(found)
    return data


def metas(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:name|property)="((?:og:|twitter:|desc)[^"]*)" content="([^"]*)"', page))


def receipts(record: Record) -> dict[str, str]:
    questions = record.chat_session.questions.all()
    return {question.state: question.receipt for question in questions}


def test_a_record_is_cited_with_ward_day_address_and_root(client: Client, evening: Evening) -> None:
    record = record_with_every_outcome(evening)
    page = shown(client, f"/records/{record.slug}/")
    (citation,) = re.findall(r'data-part="citation">([^<]*)<', page)
    root = record.document["tree"]["root"]
    address = f"http://testserver/records/{record.slug}/"
    assert re.fullmatch(rf"Live chat of Ward 95, \d+ \w+ \d+, {address} \(draft, root {re.escape(root)}\)", citation)
    assert "hidden>Copy</button>" in page


def test_the_page_says_what_it_is_to_engines_and_messengers(client: Client, evening: Evening) -> None:
    record = record_with_every_outcome(evening)
    page = shown(client, f"/records/{record.slug}/")
    event = linked_data(page)
    assert (event["@type"], event["performer"]["name"]) == ("Event", "Councillor Holder of ward 95")
    assert event["startDate"] <= event["endDate"]
    assert metas(page)["og:title"] == event["name"]
    assert metas(page)["og:description"] == metas(page)["description"]
    assert metas(page)["description"] == "Councillor Holder of ward 95. Asked: 7, answered: 1, not accepted: 1"
    assert metas(page)["og:url"] == f"http://testserver/records/{record.slug}/"


def test_every_file_is_offered_and_those_that_exist_with_their_size(client: Client, evening: Evening) -> None:
    record = record_with_every_outcome(evening)
    downloads = {each.form: each for each in client.get(f"/records/{record.slug}/").context["downloads"]}
    assert list(downloads) == ["JSON", "CSV", "PDF", "Akoma Ntoso", "ZIP (BagIt)"]
    for form in ("JSON", "CSV", "Akoma Ntoso"):
        assert downloads[form].size == len(client.get(downloads[form].address).content)
    assert downloads["PDF"].size is None
    size = len(client.get(downloads["PDF"].address).content)
    again = {each.form: each for each in client.get(f"/records/{record.slug}/").context["downloads"]}
    assert again["PDF"].size == size
    bengali = client.get(f"/records/{record.slug}/", headers={"accept-language": "bn"}).context["downloads"]
    assert [each.address for each in bengali if each.form == "PDF"] == [f"/records/{record.slug}.pdf?lang=bn"]


def test_a_question_has_a_page_that_cites_its_entry(client: Client, evening: Evening) -> None:
    record = record_with_every_outcome(evening)
    receipt = receipts(record)["answered"]
    page = shown(client, f"/records/{record.slug}/q/{receipt}/")
    entry = next(each["n"] for each in record.document["entries"] if each["data"].get("receipt") == receipt)
    (citation,) = re.findall(r'data-part="citation">([^<]*)<', page)
    assert f"Question {receipt}, entry {entry}, http://testserver/records/{record.slug}/q/{receipt}/ (" in citation
    assert metas(page)["og:title"] == BENGALI
    assert metas(page)["og:description"] == "=The lamp is ordered."
    data = linked_data(page)
    question = data["mainEntity"]
    assert (data["@type"], question["text"], question["upvoteCount"]) == ("QAPage", BENGALI, 1)
    assert (question["answerCount"], question["inLanguage"]) == (2, "bn")
    assert [answer["url"].rpartition("#")[2] for answer in question["acceptedAnswer"]] == [
        f"a-{receipt}-1",
        f"a-{receipt}-2",
    ]
    for anchor in (f"q-{receipt}", f"a-{receipt}-1", f"a-{receipt}-2"):
        assert page.count(f'id="{anchor}"') == 1


def test_every_question_of_a_record_links_to_its_page_and_every_page_exists(client: Client, evening: Evening) -> None:
    record = record_with_every_outcome(evening)
    page = shown(client, f"/records/{record.slug}/")
    linked = re.findall(rf'href="/records/{record.slug}/q/([^/"]+)/"', page)
    assert set(linked) == {question.receipt for question in record.chat_session.questions.all()}
    for receipt in set(linked):
        shown(client, f"/records/{record.slug}/q/{receipt}/", "bn")


@pytest.mark.long
@pytest.mark.parametrize("state", ["declined", "removed"])
def test_a_question_whose_words_are_not_public_has_a_page_without_them(
    client: Client, evening: Evening, state: str
) -> None:
    record = record_with_every_outcome(evening)
    page = shown(client, f"/records/{record.slug}/q/{receipts(record)[state]}/")
    assert "Attacks a person or a group" in page
    assert "Insult!" not in page
    assert "Down?" not in page
    assert "ld+json" not in page


def test_an_unknown_question_is_not_found(client: Client, evening: Evening) -> None:
    record = close(evening)
    for path in (f"/records/{record.slug}/q/0000000000/", "/records/no-such/q/0000000000/"):
        assert client.get(path).status_code == 404


def test_a_draft_says_so_until_it_is_sealed(client: Client, evening: Evening) -> None:
    record = close(evening)
    words = "Typing faults can be corrected until"
    assert words in shown(client, f"/records/{record.slug}/")
    seal_chat_session(record.chat_session, by=CLOCK)
    assert words not in shown(client, f"/records/{record.slug}/")


def test_a_record_that_was_sealed_before_its_time_says_so_and_why(client: Client, evening: Evening) -> None:
    record = close(evening)
    seal_chat_session(record.chat_session, by=OPERATOR, reason="<b>The election begins.</b>")
    page = shown(client, f"/records/{record.slug}/")
    assert "The operator of this server sealed this record before the time for corrections was over. Reason:" in page
    assert "&lt;b&gt;The election begins.&lt;/b&gt;" in page
    assert "সার্ভারের পরিচালক সংশোধনের সময়" in shown(client, f"/records/{record.slug}/", "bn")


@pytest.mark.long
@pytest.mark.parametrize("text", [text for text in HARMFUL if "\0" not in text and "\ud800" not in text])
def test_no_words_become_markup_of_a_page(client: Client, evening: Evening, text: str) -> None:
    evening.answer()
    record = close(evening)
    record.document = with_words(record.document, text)
    record.save()
    (receipt,) = receipts(record).values()
    page = shown(client, f"/records/{record.slug}/q/{receipt}/")
    assert linked_data(page)["mainEntity"]["answerCount"] == 1
    assert "<script>alert" not in page + shown(client, f"/records/{record.slug}/")
    assert "<img" not in page


def test_redacted_words_leave_the_page_of_the_question_without_a_preview(client: Client, evening: Evening) -> None:
    evening.answer()
    record = close(evening)
    record.document = with_nothing(record.document)
    record.save()
    (receipt,) = receipts(record).values()
    page = shown(client, f"/records/{record.slug}/q/{receipt}/")
    assert "These words were removed." in page
    assert metas(page)["og:title"] == f"Answered: {receipt}"
    assert "ld+json" not in page
