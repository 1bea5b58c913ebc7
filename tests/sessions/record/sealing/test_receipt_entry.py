"""A receipt says which entry of the record holds the question, and proves it once the record is sealed."""

import base64
import hashlib

import pytest
import rfc8785
from django.test import Client

from moderation.questions.screening import decline_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.log.audit import CLOCK
from sessions.models import Question, Record
from sessions.record.proof.tree import hash_of_leaf
from tests.factories.evening import Evening

pytestmark = pytest.mark.costly


def pages_of(question: Question) -> tuple[str, int]:
    page = Client().get(f"/receipt/{question.receipt}/").content.decode()
    return page, Client().get(f"/receipt/{question.receipt}.proof.json").status_code


def root_from(leaf: bytes, n: int, size: int, path: list[bytes]) -> bytes:
    """RFC 9162, 2.1.3.2, written from the text of the RFC."""
    fn, sn, r = n, size - 1, leaf
    for p in path:
        if fn & 1 or fn == sn:
            r = hashlib.sha256(b"\x01" + p + r).digest()
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = hashlib.sha256(b"\x01" + r + p).digest()
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return r


def test_before_the_close_there_is_no_entry(evening: Evening) -> None:
    page, proof = pages_of(evening.queue())
    assert ("of the record" in page, proof) == (False, 404)


def test_of_a_draft_it_says_the_entry_and_proves_nothing_yet(evening: Evening) -> None:
    question = evening.queue()
    close_chat_session(evening.chat_session, by="clerk")
    page, proof = pages_of(question)
    (n,) = (each["n"] for each in entries() if each["type"] == "question.queued")
    assert f"Your question is entry {n} of the record" in page
    assert "still a draft" in page
    assert proof == 404


def entries() -> list[dict[str, object]]:
    document: dict[str, list[dict[str, object]]] = Record.objects.get().document
    return document["entries"]


def test_once_it_is_sealed_the_proof_leads_from_the_entry_to_the_signed_log(evening: Evening) -> None:
    for _number in range(5):
        evening.queue()
    refused = evening.ask("Insult!")
    decline_question(evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="attack", note="")
    close_chat_session(evening.chat_session, by="clerk")
    seal_chat_session(evening.chat_session, by=CLOCK)
    document = Record.objects.get().document
    for question in Question.objects.all():
        proof = Client().get(f"/receipt/{question.receipt}.proof.json").json()
        path = [base64.b64decode(each) for each in proof["inclusion"]]
        leaf = hash_of_leaf(rfc8785.dumps(proof["entry"]))
        root = root_from(leaf, proof["entry"]["n"], proof["size"], path)
        assert base64.b64encode(root).decode() == proof["root"] == document["tree"]["root"]
        assert proof["entry"]["data"]["question"] == str(question.pk)
        body = {"record": proof["record"], "root": proof["root"], "sealed_at": proof["sealed_at"]}
        log_leaf = hash_of_leaf(rfc8785.dumps(body | {"size": proof["size"]}))
        log_path = [base64.b64decode(each) for each in proof["log"]["inclusion"]]
        head = proof["log"]["checkpoint"].split("\n")
        log_root = root_from(log_leaf, proof["log"]["index"], int(head[1]), log_path)
        assert base64.b64encode(log_root).decode() == head[2]
    page, _status = pages_of(refused)
    assert "The newest signed checkpoint" in page
