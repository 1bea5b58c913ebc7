"""What a moderator removes before the close leaves commitments in the record, from which the words can be proved."""

import time
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moderation.questions.removal import take_down_question, take_down_with_answers
from moderation.questions.rewording import reword_question
from moderation.questions.screening import decline_question, merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.answer_corrections import correct_answer
from sessions.chats.questions.floor import give_answer
from sessions.models import Event, Question, Record, RecordText, Stream
from sessions.platform.text.commitments import commitment
from sessions.record.compile import refresh_record
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.proposing import propose_redaction
from sessions.record.removed_texts import events_with_words_of
from tests.factories.clerks import COURT_ORDER, make_clerk
from tests.factories.evening import Evening
from tests.measuring.timing import least_measured

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.costly]
WORDS = "CANARY: why does Mr Das of lane four not pay?"


def answered(evening: Evening, text: str = "CANARY: he paid.") -> Question:
    question = evening.take(evening.queue(WORDS))
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text=text, final=True)
    return question


def take_down(evening: Evening, question: Question, *, with_answers: bool = False) -> None:
    question.refresh_from_db()
    seen: dict[str, Any] = {"version": question.version, "reason": "attack", "note": ""}
    step = take_down_with_answers if with_answers else take_down_question
    step(evening.chat_session, question.pk, moderator=evening.moderator, **seen)


def close(evening: Evening) -> Record:
    close_chat_session(evening.chat_session, by="clerk")
    return Record.objects.get(chat_session=evening.chat_session)


def tombstone_in(record: Record) -> dict[str, Any]:
    [entry] = [each for each in record.document["entries"] if each["type"] == "question.removed"]
    return dict(entry["data"])


def proved(evening: Evening, seq: int, told: dict[str, Any], words: str) -> bool:
    """Whether somebody who is given the salt can prove these words."""
    row = RecordText.objects.get(chat_session=evening.chat_session, seq=seq, field=f"{told['of']}.{told['field']}")
    return row.salt is not None and commitment(bytes(row.salt), words) == told["commitment"]


def test_the_entry_of_the_removal_commits_to_the_words_and_the_label(evening: Evening) -> None:
    question = evening.queue(WORDS)
    queued = evening.public_events()[-1]
    take_down(evening, question)
    record = close(evening)
    told = tombstone_in(record)
    assert "CANARY" not in str(record.document)
    assert told["commitment"] == question.commitment != ""
    assert [(each["of"], each["field"]) for each in told["words"]] == [
        (queued["seq"], "text"),
        (queued["seq"], "label"),
    ]
    expected = [WORDS, queued["label"]]
    assert [proved(evening, told["seq"], *each) for each in zip(told["words"], expected, strict=True)] == [True, True]
    assert not proved(evening, told["seq"], told["words"][0], f"{WORDS}!")


def test_answers_and_their_corrections_that_go_with_it_are_committed_to(evening: Evening) -> None:
    question = answered(evening)
    part = evening.public_events()[-2]["seq"]
    correct_answer(evening.chat_session, question.pk, person=evening.councillor, part=part, text="CANARY, he has paid.")
    said = {event["seq"]: event["text"] for event in evening.public_events() if event["type"].startswith("answer.")}
    take_down(evening, question, with_answers=True)
    told = tombstone_in(close(evening))
    of_answers = [each for each in told["words"] if each["of"] in said]
    assert [each["of"] for each in of_answers] == list(said)
    assert all(proved(evening, told["seq"], each, said[each["of"]]) for each in of_answers)


def test_answers_that_stay_are_no_part_of_it(evening: Evening) -> None:
    take_down(evening, answered(evening, "In May."))
    record = close(evening)
    assert [each["field"] for each in tombstone_in(record)["words"]] == ["text", "label"]
    assert "In May." in str(record.document)


def test_the_words_that_it_was_united_under_are_committed_to(evening: Evening) -> None:
    target, same = evening.queue(WORDS), evening.queue("The same of lane four?", by=1)
    merge_question(evening.chat_session, same.pk, moderator=evening.moderator, version=same.version, into=target.pk)
    target.refresh_from_db()
    seen: dict[str, Any] = {"moderator": evening.moderator, "version": target.version}
    reword_question(evening.chat_session, target.pk, **seen, text="CANARY: taxes of lane four")
    take_down(evening, target)
    told = tombstone_in(close(evening))
    [common] = [each for each in told["words"] if each["field"] == "words"]
    assert proved(evening, told["seq"], common, "CANARY: taxes of lane four")


def test_the_same_record_comes_of_it_again_and_after_a_redaction_of_the_words(evening: Evening) -> None:
    question = evening.queue(WORDS)
    take_down(evening, question)
    record = close(evening)
    before = record.document
    assert refresh_record(evening.chat_session).document == before
    [n] = [each["n"] for each in before["entries"] if each["type"] == "question.queued"]
    why: dict[str, Any] = {"authority": "Order 7", "clerk": evening.clerk, **COURT_ORDER}
    proposed = propose_redaction(evening.chat_session, {n: ()}, **why)
    confirm_redaction(proposed.pk, clerk=make_clerk())
    after = Record.objects.get(pk=record.pk).document
    assert after["entries"][: len(before["entries"])] == before["entries"]
    assert set(RecordText.objects.filter(field__endswith=".text").values_list("salt", flat=True)) == {None}


def test_a_refused_question_has_the_commitment_that_was_made_when_it_was_asked(evening: Evening) -> None:
    refused = evening.ask(WORDS)
    decline_question(evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="attack", note="")
    [entry] = [each for each in close(evening).document["entries"] if each["type"] == "question.declined"]
    assert (entry["commitments"], entry["texts"]) == ({"text": refused.commitment}, {"text": None})


MANY_EVENTS = 10_000
AT_MOST_S = 0.02


def fill_stream(evening: Evening, count: int) -> None:
    """Fill the stream as a long evening leaves it: other questions, their answers, and support."""
    stream = Stream.objects.get(chat_session=evening.chat_session, name="public")
    [queued] = [event for event in evening.public_events() if event["type"] == "question.queued"]
    asked = {name: value for name, value in queued.items() if name not in ("type", "seq", "at")}
    said = {"by": "The councillor", "office": "councillor", "final": True, "text": "It is ordered, and comes in May."}
    now, seq = timezone.now(), stream.seq
    made = []
    for number in range(count):
        kind = ("question.queued", "answer.given", "question.backed", "question.taken")[number % 4]
        other = str(uuid.uuid4())
        body = {"question.queued": asked | {"id": other}, "answer.given": said | {"question": other}}.get(
            kind, {"id": other}
        )
        made.append(Event(stream=stream, seq=seq + 1 + number, type=kind, body=body, actor="clock", at=now))
    Event.objects.bulk_create(made, batch_size=2000)
    Stream.objects.filter(pk=stream.pk).update(seq=seq + count)


@pytest.mark.slow
def test_in_a_long_stream_it_is_looked_for_once_and_quickly(evening: Evening) -> None:
    """The chat is locked meanwhile."""
    question = evening.queue(WORDS)
    fill_stream(evening, MANY_EVENTS)
    began: list[float] = []

    def took() -> float:
        began.append(time.perf_counter())
        assert len(events_with_words_of(question)) == 1
        return time.perf_counter() - began[-1]

    assert least_measured(took, wanted=AT_MOST_S) < AT_MOST_S
    with CaptureQueriesContext(connection) as queries:
        take_down(evening, question)
    assert len([query for query in queries if "question.united" in query["sql"]]) == 1
