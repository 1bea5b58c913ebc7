"""The record holds what the room saw, one line per refusal, and hashes that can be recomputed."""

import base64
import json
from typing import Any

import pytest

from moderation.questions.screening import decline_question, hold_question, merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.log import log
from sessions.log.events.room import NoticePosted
from sessions.log.logged_event import wire_time
from sessions.models import Question, Record, RecordText
from sessions.platform.text.commitments import commitment
from sessions.record.compile import refresh_record
from sessions.record.forms.record_facts import json_form
from sessions.record.proof.tree import leaf_hash, root_hash
from sessions.record.proof.verifier.verify import verify_document
from sessions.record.sealing.receipt_entry import find_entry
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly


def closed_record(evening: Evening) -> Record:
    question = evening.queue("Public words?")
    evening.take()
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="An answer.", final=True)
    refused = evening.ask("Canary words!")
    decline_question(
        evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="attack", note="Canary note"
    )
    evening.ask("Canary that nobody screened")
    close_chat_session(evening.chat_session, by="clerk")
    return Record.objects.get(chat_session=evening.chat_session)


def texts_of(document: dict[str, Any], kind: str) -> list[Any]:
    return [entry["texts"].get("text") for entry in document["entries"] if entry["type"] == kind]


def test_the_record_has_one_entry_per_public_event(evening: Evening) -> None:
    record = closed_record(evening)
    types = [entry["type"] for entry in record.document["entries"]]
    assert types == ["head", *[event["type"] for event in evening.public_events()][1:]]
    assert [entry["n"] for entry in record.document["entries"]] == list(range(len(types)))


def test_a_refused_question_stands_with_its_reason_and_without_its_words(evening: Evening) -> None:
    document = closed_record(evening).document
    refused = next(entry for entry in document["entries"] if entry["type"] == "question.declined")
    question = Question.objects.get(pk=refused["data"]["question"])
    assert (refused["data"]["reason"], refused["texts"]) == ("attack", {"text": None})
    assert refused["commitments"] == {"text": question.commitment}
    assert "Canary" not in json.dumps(document)


def test_a_question_that_nobody_decided_about_stands_with_its_state_and_commitment(evening: Evening) -> None:
    """Else refusing would cost a reason, and letting a question wait would cost nothing."""
    held, unread = evening.ask("Canary that is held"), evening.ask("Canary that is never read", by=1)
    hold_question(evening.chat_session, held.pk, moderator=evening.moderator, version=1)
    close_chat_session(evening.chat_session, by="clerk")
    document = Record.objects.get(chat_session=evening.chat_session).document
    found = [entry for entry in document["entries"] if entry["type"] == "question.undecided"]
    assert [(each["data"]["question"], each["data"]["receipt"], each["data"]["state"]) for each in found] == [
        (str(held.pk), held.receipt, "held"),
        (str(unread.pk), unread.receipt, "waiting"),
    ]
    assert [each["data"]["asked_at"] for each in found] == [wire_time(held.asked_at), wire_time(unread.asked_at)]
    assert [each["commitments"] for each in found] == [{"text": held.commitment}, {"text": unread.commitment}]
    assert [each["texts"] for each in found] == [{"text": None}] * 2
    assert "Canary" not in json.dumps(document)
    verify_document(json_form(document), None)
    entry = find_entry(Record.objects.get(), unread.receipt)
    assert entry is not None
    assert entry.n == found[1]["n"]


def test_the_words_of_a_merged_question_are_committed(evening: Evening) -> None:
    """Else merging would be a refusal without a trace of what was asked."""
    into, merged = evening.queue("Public words?"), evening.ask("Canary words", by=1)
    merge_question(evening.chat_session, merged.pk, moderator=evening.moderator, version=1, into=into.pk)
    close_chat_session(evening.chat_session, by="clerk")
    document = Record.objects.get(chat_session=evening.chat_session).document
    [entry] = [entry for entry in document["entries"] if entry["type"] == "question.merged"]
    assert (entry["commitments"], entry["texts"]) == ({"text": merged.commitment}, {"text": None})
    verify_document(json_form(document), None)


def test_a_merge_of_an_older_log_stays_without_a_text(evening: Evening) -> None:
    """What was sealed before merges were committed keeps its entries as they were."""
    into, merged = evening.queue("Public words?"), evening.ask("Canary words", by=1)
    Question.objects.filter(pk=merged.pk).update(commitment="")
    merge_question(evening.chat_session, merged.pk, moderator=evening.moderator, version=1, into=into.pk)
    close_chat_session(evening.chat_session, by="clerk")
    document = Record.objects.get(chat_session=evening.chat_session).document
    [entry] = [entry for entry in document["entries"] if entry["type"] == "question.merged"]
    assert (entry["commitments"], entry["texts"]) == ({}, {})


def test_words_stand_beside_commitments_that_fit(evening: Evening) -> None:
    document = closed_record(evening).document
    assert [text["value"] for text in texts_of(document, "answer.given")] == ["An answer."]
    for entry in document["entries"]:
        for field, text in entry["texts"].items():
            if text is not None:
                salt = base64.urlsafe_b64decode(text["salt"] + "=")
                assert len(salt) == 32
                assert entry["commitments"][field] == commitment(salt, text["value"])


def test_the_root_can_be_recomputed_from_the_entries(evening: Evening) -> None:
    document = closed_record(evening).document
    root = root_hash([leaf_hash(entry) for entry in document["entries"]])
    assert document["tree"] == {"size": len(document["entries"]), "root": base64.b64encode(root).decode()}


def test_the_same_log_gives_the_same_record_again(evening: Evening) -> None:
    record = closed_record(evening)
    assert json_form(refresh_record(evening.chat_session).document) == json_form(record.document)


def test_what_comes_after_the_close_is_added_at_the_end(evening: Evening) -> None:
    before = closed_record(evening).document["entries"]
    log.append(evening.chat_session, NoticePosted(text="The pipe came."), actor="clerk")
    *kept, added = refresh_record(evening.chat_session).document["entries"]
    assert kept == before
    assert (added["n"], added["texts"]["text"]["value"]) == (len(before), "The pipe came.")


def test_a_text_whose_salt_is_destroyed_is_never_published(evening: Evening) -> None:
    closed_record(evening)
    RecordText.objects.filter(field="text").update(salt=None)
    with pytest.raises(LookupError, match="redacted"):
        refresh_record(evening.chat_session)


def test_the_head_says_where_when_and_who_held_the_office(evening: Evening) -> None:
    data = closed_record(evening).document["entries"][0]["data"]
    assert (data["ward"], data["chat_session"]) == (95, str(evening.chat_session.pk))
    assert data["offices"] == [{"kind": "councillor", "name_en": "Holder of ward 95", "name_bn": ""}]


def test_a_second_evening_of_one_day_gets_an_address_of_its_own(evening: Evening) -> None:
    first = closed_record(evening).slug
    evening.chat_session = make_evening(number=96).chat_session
    close_chat_session(evening.chat_session, by="clerk")
    other_ward = Record.objects.get(chat_session=evening.chat_session).slug
    assert (first[:8], other_ward[:8]) == ("ward-95-", "ward-96-")
