"""The page "Record of this evening": what waits, what is one's own, and the plain forms that change it."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from moderation.questions.notices import post_notice
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import Record
from tests.factories.evening import AN_ANSWER, Evening, without_ids
from tests.factories.planning_desk import client_of

pytestmark = pytest.mark.costly

FAULTY, RIGHT = "When will the drian be cleaned?", "When will the drain be cleaned?"


def page_of(evening: Evening, person: Any) -> str:
    answer = client_of(person).get(f"/desk/{evening.chat_session.pk}/record/")
    assert answer.status_code == 200
    return answer.content.decode()


def send(evening: Evening, person: Any, op: str, **fields: Any) -> None:
    form = {"op": op, "ref": str(uuid4()), "next": f"/desk/{evening.chat_session.pk}/record/", **fields}
    assert client_of(person).post(f"/chat/{evening.chat_session.pk}/do/", form).status_code == 302


@pytest.mark.long
def test_a_request_travels_from_the_receipt_to_the_record(evening: Evening) -> None:
    question = evening.queue(FAULTY)
    close_chat_session(evening.chat_session, by="clerk")
    author = client_of(evening.residents[0])
    assert 'value="correction.ask"' in author.get(f"/receipt/{question.receipt}/").content.decode()
    send(evening, evening.residents[0], "correction.ask", question=question.pk, text=RIGHT)
    assert "A moderator decides:" in author.get(f"/receipt/{question.receipt}/").content.decode()
    page = page_of(evening, evening.moderator)
    assert "drian</del>" in page
    assert "72 hours are left" in page
    assert 'value="correction.decide"' not in page_of(evening, evening.clerk)
    question.refresh_from_db()
    decided = {"question": question.pk, "version": question.version, "outcome": "accepted", "note": "A typing fault."}
    send(evening, evening.moderator, "correction.decide", **decided)
    assert "No request waits." in page_of(evening, evening.moderator)
    record = Client().get(f"/records/{Record.objects.get().slug}/").content.decode()
    assert '<del><span class="sr-only">removed: </span>drian</del>' in record
    assert '<ins><span class="sr-only">added: </span>drain</ins>' in record
    assert FAULTY in record
    receipt = Client().get(f"/receipt/{question.receipt}/").content.decode()
    assert RIGHT in receipt
    assert FAULTY in receipt
    assert "A typing fault." not in receipt
    assert receipt.index("Correction asked for") < receipt.index("Correction accepted")


def test_a_phone_number_of_before_is_shown_to_nobody_after_a_correction(evening: Evening) -> None:
    question = evening.queue(f"{FAULTY} Call 98300 12345.")
    close_chat_session(evening.chat_session, by="clerk")
    send(evening, evening.residents[0], "correction.ask", question=question.pk, text=RIGHT)
    question.refresh_from_db()
    decided = {"question": question.pk, "version": question.version, "outcome": "accepted", "note": "A typing fault."}
    send(evening, evening.moderator, "correction.decide", **decided)
    for address in (f"/receipt/{question.receipt}/", f"/records/{Record.objects.get().slug}.json"):
        assert "98300" not in without_ids(Client().get(address).content.decode())


@pytest.mark.long
def test_everybody_corrects_only_what_they_wrote(evening: Evening) -> None:
    evening.answer()
    seq = post_notice(evening.chat_session, moderator=evening.moderator, text="We beginn.")
    close_chat_session(evening.chat_session, by="clerk")
    forms = {"notice.correct", "answer.correct"}
    people = {"moderator": evening.moderator, "colleague": evening.second_moderator, "councillor": evening.councillor}
    shown = {
        name: {op for op in forms if f'value="{op}"' in page_of(evening, person)} for name, person in people.items()
    }
    assert shown == {"moderator": {"notice.correct"}, "colleague": set(), "councillor": {"answer.correct"}}
    assert AN_ANSWER in page_of(evening, evening.councillor)
    send(evening, evening.moderator, "notice.correct", notice=seq, text="We begin.")
    assert "We begin." in page_of(evening, evening.moderator)


def test_before_the_close_the_page_says_so(evening: Evening) -> None:
    assert "the draft of its record stands here" in page_of(evening, evening.moderator)


@pytest.mark.parametrize("path", ["", ".json"])
def test_a_draft_says_so(evening: Evening, path: str) -> None:
    close_chat_session(evening.chat_session, by="clerk")
    slug = Record.objects.get().slug
    page = Client().get(f"/records/{slug}{path or '/'}").content.decode()
    assert ("Draft" if not path else '"draft":{"correct_until":') in page
    assert "Draft" in Client().get("/records/").content.decode()
