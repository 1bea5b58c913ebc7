"""Agreeing to the notice on its page, in the room's form and by its script."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from sessions.city.people.consents import NOTICE_VERSION, has_agreed
from sessions.contract.label_uses import LabelUse
from sessions.models import Consent, Question
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly

ENGLISH = {"accept-language": "en"}
BENGALI = {"accept-language": "bn"}
SCRIPT = ENGLISH | {"accept": "application/json"}
GIVEN = {"adult": "on", "shown": "ward", "label": "", "version": NOTICE_VERSION, "language": "bn"}


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


@pytest.fixture
def person(evening: Evening) -> Any:
    """A resident who has not seen the notice."""
    Consent.objects.filter(person=evening.residents[0]).delete()
    return evening.residents[0]


@pytest.fixture
def client(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_room_shows_the_notice_in_place_of_the_form_and_afterwards_the_form(
    client: Client, evening: Evening
) -> None:
    room = f"/chat/{evening.chat_session.pk}/"
    page = page_of(client.get(room, headers=ENGLISH))
    assert 'id="consent-form"' in page
    assert 'data-op="question.ask" id="ask-form" hidden' in page
    answer = client.post("/me/consent/", GIVEN | {"next": f"{room}#ask"})
    assert (answer.status_code, answer["Location"]) == (302, f"{room}#ask")
    page = page_of(client.get(room, headers=ENGLISH))
    assert 'id="consent-form"' not in page
    assert 'data-op="question.ask" id="ask-form">' in page


def test_a_question_sent_as_a_plain_form_is_refused_before_and_saved_after(client: Client, evening: Evening) -> None:
    sent = {"op": "question.ask", "text": "When?", "kind": "question"}
    for expected in (0, 1):
        answer = client.post(f"/chat/{evening.chat_session.pk}/do/", sent, headers=ENGLISH, follow=True)
        assert ("please read how your question will be used" in page_of(answer)) == (expected == 0)
        assert Question.objects.count() == expected
        client.post("/me/consent/", GIVEN)


@pytest.mark.long
@pytest.mark.parametrize(
    ("missing", "error"),
    [
        ({"adult": ""}, "Only people aged 18 or over can ask. Everybody can read."),
        ({"shown": "own"}, "Enter the name here, or choose to show only your ward."),
        ({"shown": "own", "label": "x" * 41}, "That is 1 character too long. Please shorten it."),
        ({"version": "0"}, "The privacy notice has changed in the meantime. Please read it again."),
        ({"shown": ""}, "This field is required."),
    ],
)
def test_everything_that_is_missing_is_said_and_nothing_is_kept(
    client: Client, person: Any, missing: dict[str, str], error: str
) -> None:
    answer = client.post("/me/consent/", GIVEN | missing, headers=ENGLISH)
    assert (answer.status_code, error in page_of(answer)) == (422, True)
    by_script = client.post("/me/consent/", GIVEN | missing, headers=SCRIPT)
    assert (by_script.status_code, list(by_script.json()["errors"].values())) == (422, [error])
    person.refresh_from_db()
    assert (has_agreed(person), person.label) == (False, "")


def test_a_script_is_told_under_which_name_the_question_will_stand(client: Client, person: Any) -> None:
    answer = client.post("/me/consent/", GIVEN | {"shown": "own", "label": " মিতালি "}, headers=SCRIPT)
    assert "under “মিতালি”" in answer.json()["hint"]
    person.refresh_from_db()
    assert (has_agreed(person), person.label, person.label_use) == (True, "মিতালি", LabelUse.CHAT)


def test_a_name_is_kept_after_the_chat_by_a_tick(client: Client, person: Any) -> None:
    page = page_of(client.get("/me/consent/", headers=ENGLISH))
    assert "Keep this name in later chats, too." in page
    assert '<input type="checkbox" name="keep" value="on">' in page
    client.post("/me/consent/", GIVEN | {"shown": "own", "label": "Mitali", "keep": "on"}, headers=SCRIPT)
    person.refresh_from_db()
    assert person.label_use == LabelUse.KEPT


def test_the_ward_alone_is_offered_first_also_to_those_who_have_a_name(client: Client, person: Any) -> None:
    person.label = "Mitali"
    person.save()
    assert 'name="shown" value="ward" checked' in page_of(client.get("/me/consent/", headers=ENGLISH))


def test_the_words_for_those_who_ask_come_with_their_agreement(client: Client, evening: Evening) -> None:
    room = f"/chat/{evening.chat_session.pk}/"

    def words_of_room() -> dict[str, Any]:
        found = re.search(r'<script id="words"[^>]*>(.*?)</script>', page_of(client.get(room, headers=ENGLISH)))
        assert found is not None
        return dict(json.loads(found[1]))

    before = words_of_room()
    learned = client.post("/me/consent/", GIVEN, headers=SCRIPT).json()["words"]
    assert not before.keys() & learned.keys()
    of_what_it_shows = ("explanation", "hint", "appeal", "why", "outcome")
    late = {table: learned[table] for table in of_what_it_shows}
    assert before | learned == words_of_room() | late


def test_choosing_the_ward_alone_ends_a_name_that_was_chosen_before(client: Client, person: Any) -> None:
    person.label = "Mitali"
    person.save()
    answer = client.post("/me/consent/", GIVEN, headers=SCRIPT)
    assert "under “Resident, ward 95”" in answer.json()["hint"]
    person.refresh_from_db()
    assert person.label == ""


def test_the_notice_is_kept_in_the_language_in_which_it_was_read(client: Client, person: Any) -> None:
    page = page_of(client.get("/me/consent/", headers=BENGALI))
    assert "প্রকাশ্য নথির অংশ" in page
    assert '<input type="hidden" name="language" value="bn">' in page
    client.post("/me/consent/", GIVEN, headers=ENGLISH)
    assert Consent.objects.get(person=person).language == "bn"


def test_the_notice_says_where_to_complain(client: Client, settings: Any) -> None:
    settings.COMPLAINTS_TO = {"en": "Nodi Akash, room 3", "bn": "নদী আকাশ, ৩ নম্বর ঘর"}
    shown = [(reader, language) for reader in (client, Client()) for language in (ENGLISH, BENGALI)]
    pages = [page_of(reader.get("/me/consent/", headers=language)) for reader, language in shown]
    assert ["Nodi Akash, room 3" in page for page in pages] == [True, False] * 2
    assert ["নদী আকাশ, ৩ নম্বর ঘর" in page for page in pages] == [False, True] * 2


@pytest.mark.parametrize("path", ["/me/consent/", "/me/"])
def test_a_field_takes_forty_characters_of_any_script(client: Client, person: Any, path: str) -> None:
    """Browsers count otherwise: forty Bengali characters may be a hundred and twenty to them."""
    name = "ক্ষ্ম" * 40
    widest = re.search(r'name="label"[^>]*maxlength="(\d+)"', page_of(client.get(path)))
    assert widest is not None
    assert len(name) <= int(widest[1])
    client.post(path, GIVEN | {"shown": "own", "label": name})
    person.refresh_from_db()
    assert person.label == name


def test_everybody_may_read_the_notice_and_only_who_is_signed_in_agrees(db: None) -> None:
    visitor = Client()
    page = page_of(visitor.get("/me/consent/", headers=ENGLISH))
    assert "part of the public record" in page
    assert "<form id=" not in page
    assert visitor.post("/me/consent/", GIVEN)["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_after_agreeing_one_stays_on_this_site(client: Client, elsewhere: str) -> None:
    assert client.post("/me/consent/", GIVEN | {"next": elsewhere})["Location"] == "/me/privacy/"
