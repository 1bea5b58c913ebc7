"""Two clerks destroy the words of an entry: everywhere, with their salts, and the root still holds."""

import base64
import json
from typing import Any

import pytest
from django.apps import apps
from django.db.models import QuerySet

from sessions.log import log
from sessions.log.folding.desk_folding import apply_desk, empty_desk
from sessions.log.folding.folding import fold_public
from sessions.models import Answer, Question, RecordText, Redaction
from sessions.platform.refusals import Refused
from sessions.record.proof.tree import leaf_hash, root_hash
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.proposing import propose_redaction, reject_redaction
from sessions.record.search.question_search import search_records
from tests.sessions.record.redaction.conftest import ALL, CANARY, Recorded

pytestmark = pytest.mark.costly


def tables_with(word: str) -> list[str]:
    """Every table that holds the word in any column."""
    return [
        model.__name__
        for model in apps.get_models()
        if word in json.dumps([list(map(str, row)) for row in QuerySet[Any](model).values_list()], ensure_ascii=False)
    ]


@pytest.mark.long
def test_the_words_are_in_no_table_any_longer(recorded: Recorded) -> None:
    assert tables_with("Canary") != []
    recorded.redact(*ALL)
    assert tables_with("Canary") == []


def test_the_search_finds_what_is_left(recorded: Recorded) -> None:
    assert len(search_records("canary").entries) == 1
    recorded.redact("question.queued", "answer.given")
    assert search_records("canary").entries == []
    assert len(search_records("third").entries) == 1
    assert len(search_records("drain").entries) == 1


def test_commitments_and_leaves_stay_and_salts_are_gone(recorded: Recorded) -> None:
    before = recorded.record.document
    recorded.redact("question.queued")
    after = recorded.record.document
    size = before["tree"]["size"]
    assert [leaf_hash(entry) for entry in after["entries"][:size]] == [leaf_hash(entry) for entry in before["entries"]]
    root = root_hash([leaf_hash(entry) for entry in after["entries"]])
    assert after["tree"] == {"size": size + 1, "root": base64.b64encode(root).decode()}
    [n] = recorded.numbers_of("question.queued")
    assert after["entries"][n]["texts"] == {"text": None, "label": None}
    assert set(after["entries"][n]["commitments"]) == {"text", "label"}
    assert RecordText.objects.get(seq=n + 1, field="text").salt is None


def test_the_record_says_who_when_and_on_what_ground(recorded: Recorded) -> None:
    [n] = recorded.numbers_of("question.queued")
    recorded.redact("question.queued")
    document = recorded.record.document
    last = document["entries"][-1]
    assert last["type"] == "question.redacted"
    assert document["redactions"] == [
        {
            "n": n,
            "texts": ["text", "label"],
            "ground": "court_order",
            "authority": "Order 7 of 2027",
            "at": last["at"],
        }
    ]


def test_one_field_alone_can_go(recorded: Recorded) -> None:
    [n] = recorded.numbers_of("question.queued")
    proposed = recorded.propose("question.queued")
    reject_redaction(proposed.pk, clerk=recorded.second_clerk, note="Only the name.")
    only = propose_redaction(
        recorded.evening.chat_session, {n: ["label"]}, ground="personal_data", authority="A request", clerk=None
    )
    confirm_redaction(only.pk, clerk=recorded.second_clerk)
    texts = recorded.record.document["entries"][n]["texts"]
    assert (texts["text"]["value"], texts["label"]) == (CANARY, None)
    assert Question.objects.get(pk=recorded.question.pk).text != ""


def test_earlier_words_of_an_answer_go_and_the_present_ones_stay(recorded: Recorded) -> None:
    recorded.redact("answer.given")
    answer = Answer.objects.get(question=recorded.question)
    assert (answer.text, [each.before[:6] for each in answer.corrections.all()]) == (
        "Third, without it.",
        ["", "Second"],
    )


@pytest.mark.long
def test_what_follows_the_stream_comes_to_what_a_new_reader_reads(recorded: Recorded) -> None:
    """A client that had the words before the redaction loses them by the event."""
    chat = recorded.evening.chat_session
    read = {
        name: log.read_since(chat_session_id=chat.pk, stream=name, seq=0, limit=1000) for name in ("public", "desk")
    }
    recorded.redact(*ALL)
    for name, fold in (("public", fold_public), ("desk", fold_desk_events)):
        later = log.read_since(chat_session_id=chat.pk, stream=name, seq=len(read[name]))
        anew = log.read_since(chat_session_id=chat.pk, stream=name, seq=0, limit=1000)
        assert fold([*read[name], *later]) == fold(anew)
        assert "Canary" not in json.dumps(fold(anew))


def fold_desk_events(events: list[Any]) -> dict[str, Any]:
    state = empty_desk()
    for event in events:
        apply_desk(state, event)
    return state


def test_words_that_were_never_public_can_go_too(recorded: Recorded) -> None:
    """A refused question has its own entry, without its words: these stand at the desk."""
    entry = next(each for each in recorded.record.document["entries"] if each["type"] == "question.declined")
    refused = Question.objects.get(pk=entry["data"]["question"])
    assert "Canary" in refused.text
    proposed = propose_redaction(
        recorded.evening.chat_session, {entry["n"]: ()}, ground="error", authority="The clerk", clerk=None
    )
    confirm_redaction(proposed.pk, clerk=recorded.second_clerk)
    refused.refresh_from_db()
    assert (refused.text, refused.salt, refused.note) == ("", "", "")
    assert recorded.record.document["entries"][entry["n"]] == entry
    asked = [each for each in recorded.evening.desk_events() if each.get("id") == str(refused.pk)]
    assert "Canary" not in json.dumps(asked)
    assert asked[-1]["type"] == "question.redacted"


def test_the_clerk_who_proposed_it_cannot_confirm_it(recorded: Recorded) -> None:
    proposed = recorded.propose(*ALL)
    with pytest.raises(Refused) as refused:
        confirm_redaction(proposed.pk, clerk=recorded.evening.clerk)
    assert refused.value.code == "own"
    assert Redaction.objects.get().state == "proposed"


def test_of_two_decisions_the_first_one_stands(recorded: Recorded) -> None:
    proposed = recorded.propose(*ALL)
    reject_redaction(proposed.pk, clerk=recorded.second_clerk, note="It is no personal data.")
    with pytest.raises(Refused) as refused:
        confirm_redaction(proposed.pk, clerk=recorded.second_clerk)
    assert (refused.value.code, str(refused.value.message)) == (
        "state",
        "Another clerk has decided about this redaction already.",
    )
    assert tables_with("Canary") != []


def test_the_same_words_are_not_proposed_twice(recorded: Recorded) -> None:
    recorded.propose("question.queued")
    with pytest.raises(Refused) as refused:
        recorded.propose("question.queued", clerk=recorded.second_clerk)
    assert refused.value.code == "proposed"


def test_what_is_redacted_is_not_redacted_again(recorded: Recorded) -> None:
    recorded.redact("question.queued")
    with pytest.raises(Refused) as refused:
        recorded.propose("question.queued")
    assert refused.value.code == "bad_field"
