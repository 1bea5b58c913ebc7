"""What is owed from last time, on every page that shows a chat, and in its record."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session, open_chat_session
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.models import Promise, Record
from sessions.promises.owed_block.answering import answer_owed
from sessions.record.forms.html_file import html_file
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of
from tests.factories.promises import promise_of

pytestmark = pytest.mark.costly

WHAT, PROOF = "The drain will be cleaned.", "It is clean since Monday."


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening(is_live=False)


@pytest.fixture
def promise(evening: Evening) -> Promise:
    """Overdue; the chat is open."""
    office: Any = evening
    made = promise_of(office, WHAT, due_on=timezone.localdate() - timedelta(days=3))
    evening.chat_session = open_chat_session(evening.chat_session, by="clerk")
    return made


def page(evening: Evening, address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address.replace("CHAT", str(evening.chat_session.pk)))
    assert answer.status_code == 200
    return str(answer.content.decode())


def councillor_of(evening: Evening) -> Client:
    return client_of(evening.councillor)


def fields_of(html: str) -> dict[str, str]:
    """The hidden fields of the first form that says what became of a promise."""
    form = html[html.index('data-op="owed.answer"') :]
    inputs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")])
    return dict(inputs)


def test_the_office_speaks_by_a_form_without_scripts(evening: Evening, promise: Promise) -> None:
    councillor = councillor_of(evening)
    fields = fields_of(page(evening, "/floor/CHAT/", councillor)) | {"outcome": "kept", "text": PROOF, "due_on": ""}
    councillor.post(f"/chat/{evening.chat_session.pk}/do/", fields)
    promise.refresh_from_db()
    assert (promise.state, promise.proof) == ("claimed_kept", PROOF)
    assert PROOF in page(evening, "/floor/CHAT/", councillor)


def test_a_chat_to_which_nothing_is_owed_shows_no_list(evening: Evening) -> None:
    evening.chat_session = open_chat_session(evening.chat_session, by="clerk")
    assert 'id="owed-title"' not in page(evening, "/chat/CHAT/read/")
    assert 'aria-labelledby="owed-title" hidden' in page(evening, "/floor/CHAT/", councillor_of(evening))


def test_readers_and_the_wall_see_it_before_the_queue(evening: Evening, promise: Promise) -> None:
    evening.queue("Who mends the lamp?")
    reading, wall = page(evening, "/chat/CHAT/read/"), page(evening, "/wall/CHAT/")
    assert reading.index(WHAT) < reading.index("Who mends the lamp?")
    assert wall.index("Owed from last time") < wall.index(WHAT)
    say(evening, promise)
    assert PROOF in page(evening, "/chat/CHAT/read/")


def test_the_room_begins_light_and_its_script_asks_for_the_list(evening: Evening, promise: Promise) -> None:
    room = page(evening, "/chat/CHAT/")
    assert WHAT not in room
    state = json.loads(re.findall(r'<script id="page"[^>]*>(.*?)</script>', room, re.DOTALL)[0])["starts"]["public"]
    assert state["state"]["owed"] is True
    told = json.loads(page(evening, "/chat/CHAT/owed/"))
    assert ([item["what"] for item in told["owed"]], told["seq"]) == ([WHAT], state["seq"])


@pytest.mark.parametrize("is_answered", [True, False])
def test_the_records_first_part_is_what_was_owed(evening: Evening, promise: Promise, *, is_answered: bool) -> None:
    evening.answer()
    if is_answered:
        say(evening, promise)
    close_chat_session(evening.chat_session, by="clerk")
    record = Record.objects.get(chat_session=evening.chat_session)
    html = page(evening, f"/records/{record.slug}/")
    expected = "Kept, says the office" if is_answered else "Not answered in this chat"
    places = [html.index(words) for words in ("Owed from last time", expected, WHAT, "Answered</h2>")]
    assert places == sorted(places)
    assert (PROOF in html) is is_answered
    address = f"https://chat.example.org/records/{record.slug}/"
    assert (PROOF.encode() in html_file(record.document, slug=record.slug, address=address)) is is_answered


def say(evening: Evening, promise: Promise) -> None:
    answer_owed(evening.chat_session, promise.pk, person=evening.councillor, outcome=OwedOutcome.KEPT, text=PROOF)
