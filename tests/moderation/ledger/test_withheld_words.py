"""What a suspicious reader can learn from outside about words that were not accepted: nothing."""

import base64
import binascii
import json
import re
from typing import Any

import pytest
from django.test import Client

from moderation.questions.removal import take_down_question
from moderation.questions.screening import approve_question, decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.appeals import appeal
from sessions.models import Question, Record
from sessions.platform.text.commitments import commitment
from tests.factories.evening import Evening
from tests.factories.planning_desk import client_of

pytestmark = [pytest.mark.row("threat", 13), pytest.mark.costly]

SHORT = "Why?"
NOTE = "Canary note"
APPEAL = "Canary appeal"
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,}")


def refused(evening: Evening, text: str = SHORT, *, by: int = 0) -> Question:
    """Refused with a note, and appealed against with a sentence."""
    question = evening.ask(text, by=by)
    told = {"moderator": evening.moderator, "version": question.version, "reason": "attack", "note": NOTE}
    decline_question(evening.chat_session, question.pk, **told)
    return appeal(evening.chat_session, question.pk, person=evening.residents[by], words=APPEAL)


def addresses(evening: Evening, receipt: str) -> list[str]:
    """Every page and file that tells of a refusal, before and after the close."""
    slug = "".join(Record.objects.values_list("slug", flat=True))
    chat = evening.chat_session.pk
    found = ["/ledger/", "/ledger.json", "/ledger.csv", f"/receipt/{receipt}/", f"/chat/{chat}/", "/me/"]
    found += [f"/api/chat/{chat}/events", f"/records/?q={SHORT}", "/feeds/ward-95.atom"]
    return found + ([f"/records/{slug}/", f"/records/{slug}.json", f"/records/{slug}/order/"] if slug else [])


def read(client: Client, address: str) -> str:
    return client.get(address, headers={"accept-language": "en"}).content.decode()


def salts_in(text: str) -> set[bytes]:
    """Whatever on a page could be a salt: each long token as it is, and as base64url."""
    found = {b""}
    for token in TOKEN.findall(text):
        found.add(token.encode())
        try:
            found.add(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        except binascii.Error:
            continue
    return found


@pytest.mark.long
def test_nothing_that_is_published_proves_a_guess_of_the_words(evening: Evening, client: Client) -> None:
    question = refused(evening)
    close_chat_session(evening.chat_session, by="clerk")
    published = {address: read(client, address) for address in addresses(evening, question.receipt)}
    assert question.commitment in published["/ledger.json"]
    salts = set().union(*map(salts_in, published.values()))
    assert len(salts) > 10
    assert [salt for salt in salts if commitment(salt, SHORT) == question.commitment] == []
    own = base64.urlsafe_b64decode(question.salt + "=")
    assert commitment(own, SHORT) == question.commitment  # as its author can


@pytest.mark.long
@pytest.mark.parametrize("is_over", [False, True])
def test_a_note_and_the_words_of_an_appeal_are_for_the_author_and_the_desk(evening: Evening, is_over: bool) -> None:
    question = refused(evening, "A canary in a question?")
    if is_over:
        close_chat_session(evening.chat_session, by="clerk")
    readers = [Client(), client_of(evening.residents[1]), client_of(evening.councillor)]
    secrets = (NOTE, APPEAL, "canary", question.salt)
    for reader in readers:
        for address in addresses(evening, question.receipt):
            page = read(reader, address)
            assert [each for each in secrets if each in page] == [], address
    assert NOTE in read(client_of(evening.residents[0]), f"/receipt/{question.receipt}/")


def test_the_receipt_of_the_author_stays_in_no_cache_and_is_gone_after_signing_out(evening: Evening) -> None:
    question = refused(evening)
    author, address = client_of(evening.residents[0]), f"/receipt/{question.receipt}/"
    answer = author.get(address)
    assert question.salt in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    author.logout()
    assert question.salt not in read(author, address)


def test_the_receipt_of_a_removed_question_shows_others_no_word_and_no_salt(evening: Evening) -> None:
    question = evening.queue("Canary public?")
    take_down(evening, question)
    page = read(client_of(evening.residents[1]), f"/receipt/{question.receipt}/")
    assert [each for each in ("Canary", question.salt) if each in page] == []


def test_asking_the_same_words_tells_nobody_that_they_were_refused(evening: Evening) -> None:
    first, second = refused(evening), evening.ask(SHORT, by=1)
    assert (second.state, second.receipt == first.receipt, second.commitment == first.commitment) == (
        "waiting",
        False,
        False,
    )


def test_a_refused_text_of_any_length_leaves_equally_long_lines(evening: Evening, client: Client) -> None:
    refused(evening, "No?", by=0)
    refused(evening, "A long story about the drain, " * 20 + "?", by=1)
    close_chat_session(evening.chat_session, by="clerk")
    lines = [row for row in json.loads(read(client, "/ledger.json"))["decisions"] if row["decision"] == "declined"]
    assert len({len(json.dumps(line)) for line in lines}) == 1
    entries = [entry for entry in record()["entries"] if entry["type"] == "question.declined"]
    assert len({len(json.dumps(entry["data"] | {"seq": 0})) for entry in entries}) == 1
    assert [entry["texts"] for entry in entries] == [{"text": None}, {"text": None}]


def test_during_the_evening_neither_ledger_nor_room_shows_that_anything_was_refused(
    evening: Evening, client: Client
) -> None:
    approve_question(evening.chat_session, evening.ask(by=1).pk, moderator=evening.moderator, version=1)
    watched = [f"/api/chat/{evening.chat_session.pk}/events", "/ledger.json", "/ledger.csv"]
    before = [read(client, address) for address in watched]
    refused(evening, by=0)
    assert [read(client, address) for address in watched] == before


def record() -> dict[str, Any]:
    document: dict[str, Any] = Record.objects.get().document
    return document


def take_down(evening: Evening, question: Question) -> None:
    told = {"moderator": evening.moderator, "version": question.version, "reason": "attack", "note": NOTE}
    take_down_question(evening.chat_session, question.pk, **told)
