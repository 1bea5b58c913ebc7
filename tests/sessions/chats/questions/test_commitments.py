"""What is asked is committed to in the log, and only its author can show the salt."""

import base64
import json

import pytest
from django.test import Client

from chatserver.accounts.privacy.erasure import erase_person
from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.log.event_form import read_event
from sessions.models import Event, Record
from sessions.platform.text.commitments import SALT_BYTES, commitment
from tests.factories.evening import Evening

WORDS = "কবে সারানো হবে এই রাস্তা?"


def test_the_log_has_the_commitment_of_the_words_and_the_row_its_salt(evening: Evening) -> None:
    question = evening.ask(WORDS)
    [asked] = evening.desk_events()
    salt = base64.urlsafe_b64decode(question.salt + "=")
    assert len(salt) == SALT_BYTES
    assert asked["commitment"] == question.commitment == commitment(salt, WORDS)


def test_the_same_words_have_another_commitment_each_time(evening: Evening) -> None:
    first, second = evening.ask(WORDS, by=0), evening.ask(WORDS, by=1)
    assert first.commitment != second.commitment


@pytest.mark.long
@pytest.mark.row("threat", 13)
def test_the_salt_is_on_its_authors_receipt_and_nowhere_else(evening: Evening, client: Client) -> None:
    question = evening.ask(WORDS)
    decline_question(
        evening.chat_session, question.pk, moderator=evening.moderator, version=1, reason="attack", note=""
    )
    close_chat_session(evening.chat_session, by="clerk")
    address = f"/receipt/{question.receipt}/"
    record = Record.objects.get()
    for reader in (None, evening.residents[1], evening.moderator, evening.clerk):
        if reader is not None:
            client.force_login(reader)
        for page in (address, f"/records/{record.slug}/", f"/records/{record.slug}.json", "/me/"):
            assert question.salt not in client.get(page).content.decode()
    client.force_login(evening.residents[0])
    assert question.salt in client.get(address).content.decode()
    assert question.salt not in json.dumps(list(Event.objects.values_list("body", flat=True)))


@pytest.mark.costly
def test_an_erasure_destroys_the_salt_and_leaves_the_commitment(evening: Evening) -> None:
    question = evening.queue(WORDS)
    erase_person(evening.residents[0])
    question.refresh_from_db()
    assert (question.salt, question.author) == ("", None)
    assert question.commitment != ""


def test_an_event_of_an_older_log_has_no_commitment(evening: Evening) -> None:
    question = evening.ask(WORDS)
    [asked] = evening.desk_events()
    body = {name: value for name, value in asked.items() if name not in ("seq", "type", "at", "commitment")}
    read = read_event("desk", "question.asked", body)
    assert getattr(read, "id", None) == str(question.pk)
