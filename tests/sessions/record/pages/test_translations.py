"""The page for translations, and what everybody sees of them on the record's page."""

from typing import Any

import pytest
from django.test import Client

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.city.display import short_date
from sessions.models import Record, RecordTranslation
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of, words_of

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}
BENGALI = "নালা কবে পরিষ্কার হবে?"
GIVEN = {"language": "en", "text": "When will the drain be cleaned?", "by": "office", "label": ""}


def published(evening: Evening) -> Record:
    question = evening.take(evening.queue(BENGALI))
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="By Friday.", final=True)
    close_chat_session(evening.chat_session, by="clerk")
    return Record.objects.get(chat_session=evening.chat_session)


def address_of(record: Record) -> str:
    n = next(entry["n"] for entry in record.document["entries"] if entry["type"] == "question.queued")
    return f"/records/{record.slug}/translations/?n={n}&field=text"


def post(client: Client, address: str, **given: str) -> Any:
    return client.post(address, GIVEN | given, headers=ENGLISH)


def page_of(record: Record, client: Client | None = None) -> str:
    return (client or Client()).get(f"/records/{record.slug}/", headers=ENGLISH).content.decode()


@pytest.mark.long
@pytest.mark.parametrize("who", ["clerk", "moderator"])
def test_the_staff_of_the_ward_translates_and_everybody_reads_it(evening: Evening, who: str) -> None:
    record = published(evening)
    client, address = client_of(getattr(evening, who)), address_of(record)
    listed = client.get(f"/records/{record.slug}/translations/", headers=ENGLISH).content.decode()
    assert f'href="{address.partition("/translations/")[2].replace("&", "&amp;")}"' in listed
    assert '<option value="en" selected>English</option>' in client.get(address, headers=ENGLISH).content.decode()
    answer = post(client, address)
    assert (answer.status_code, answer["Location"]) == (302, address)
    page = page_of(record)
    [translation] = RecordTranslation.objects.all()
    day = short_date(translation.made_at)
    words = f"Translation into English by the office of Ward 95, {day}; not part of the record’s proof."
    assert words in words_of(page)
    assert '<p class="answer__text" lang="en" dir="auto">When will the drain be cleaned?</p>' in page
    assert page.index(BENGALI) < page.index("When will the drain")
    assert GIVEN["text"] not in str(record.document)


def test_nobody_else_may(evening: Evening) -> None:
    record = published(evening)
    address, other = address_of(record), make_evening(number=96)
    refused = [evening.residents[0], evening.councillor, other.moderator]
    for person in refused:
        for answer in (client_of(person).get(address), post(client_of(person), address)):
            assert answer.status_code == 403
    assert "moderators and clerks" in client_of(evening.residents[0]).get(address, headers=ENGLISH).content.decode()
    assert post(Client(), address)["Location"].startswith("/sign-in/")
    unproven = client_of(evening.clerk, is_proven=False)
    assert post(unproven, address)["Location"].startswith("/second-factor/")
    assert not RecordTranslation.objects.exists()


def test_what_is_wrong_with_a_translation_stands_beside_its_field(evening: Evening) -> None:
    record = published(evening)
    client, address = client_of(evening.clerk), address_of(record)
    for given, message in (
        ({"text": ""}, "This is needed."),
        ({"text": " \n "}, "Please write something first."),
        ({"text": "\u202ehidden"}, "The text has characters that cannot be shown."),
        ({"language": "xx"}, "xx is not one of the available choices."),
        ({"text": "Ring 98300 12345 about the drain"}, "Publish anyway"),
    ):
        answer = post(client, address, **given)
        assert (answer.status_code, message in answer.content.decode()) == (422, True), given
    assert not RecordTranslation.objects.exists()
    assert post(client, address, text="Ring 98300 12345 about the drain", confirmed="on").status_code == 302


def test_earlier_and_withdrawn_versions_are_told(evening: Evening) -> None:
    record = published(evening)
    client, address = client_of(evening.clerk), address_of(record)
    post(client, address, text="First words")
    post(client, address, text="Second words", by="volunteer", label="Anita Sen")
    page = words_of(page_of(record))
    assert "Translation into English by Anita Sen (volunteer)" in page
    assert page.index("Second words") < page.index("Earlier versions of the translation") < page.index("First words")
    newest = RecordTranslation.objects.get(version=2)
    missing = client.post(address, {"do": "withdraw", "id": str(newest.pk), "reason": ""}, headers=ENGLISH)
    assert (missing.status_code, "This is needed." in missing.content.decode()) == (422, True)
    done = client.post(address, {"do": "withdraw", "id": str(newest.pk), "reason": "A wrong word"})
    assert done.status_code == 302
    page = words_of(page_of(record))
    assert ("First words" in page, "Second words" in page, "A wrong word" in page) == (True, False, True)


def test_markup_stays_text_and_other_scripts_have_their_language(evening: Evening) -> None:
    record = published(evening)
    client = client_of(evening.clerk)
    post(client, address_of(record), text="<b>bold</b>", by="volunteer", label="<i>me</i>")
    post(client, address_of(record), text="نالی کب صاف ہوگی؟", language="ur")
    page = page_of(record)
    assert ("<b>bold" in page, "&lt;b&gt;bold" in page, "<i>me" in page) == (False, True, False)
    assert '<p class="answer__text" lang="ur" dir="auto">نالی' in page


def test_the_file_is_for_everybody_and_the_record_stays_as_it_was(evening: Evening, client: Client) -> None:
    record = published(evening)
    before = client.get(f"/records/{record.slug}.json").content
    post(client_of(evening.clerk), address_of(record))
    answer = client.get(f"/records/{record.slug}.translations.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    document = answer.json()
    assert (document["format"], document["record"]) == ("councillor-chat-translations/1", record.slug)
    assert [row["text"] for row in document["translations"]] == [GIVEN["text"]]
    assert client.get(f"/records/{record.slug}.json").content == before


def test_a_text_that_does_not_exist_takes_no_translation(evening: Evening) -> None:
    record = published(evening)
    client = client_of(evening.clerk)
    for query in ("?n=0&field=text", "?n=999&field=text", "?n=x", f"?n={'9' * 40}&field=text", ""):
        address = f"/records/{record.slug}/translations/{query}"
        assert (client.get(address).status_code, post(client, address).status_code) == (200, 404), query
