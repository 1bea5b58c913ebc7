"""The record's page is read from the document alone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from moderation.questions.notices import post_notice
from moderation.questions.screening import decline_question, merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.chats.questions.floor import defer_question, give_answer
from sessions.chats.questions.own_questions import back_question, withdraw_question
from sessions.log.audit import CLOCK, OPERATOR
from sessions.models import Record
from sessions.record.transcript import EarlySeal, Transcript
from sessions.record.transcript_reader import read_transcript
from tests.factories.evening import Evening

pytestmark = pytest.mark.costly


def closed(evening: Evening) -> Transcript:
    close_chat_session(evening.chat_session, by="clerk")
    return read_transcript(Record.objects.get(chat_session=evening.chat_session).document)


def test_an_answered_question_stands_with_each_part_of_its_answer(evening: Evening) -> None:
    question = evening.queue("When will the lamp be mended?")
    back_question(evening.chat_session, question.pk, person=evening.residents[1], on=True)
    evening.take()
    for text, final in (("The lamp is ordered.", False), ("It comes on Friday.", True)):
        give_answer(evening.chat_session, question.pk, person=evening.councillor, text=text, final=final)
    (shown,) = closed(evening).answered
    assert (shown.text, shown.state, shown.backing) == ("When will the lamp be mended?", "answered", 1)
    assert shown.anchor == f"q-{question.receipt}"
    assert [(answer.anchor, answer.text, answer.by) for answer in shown.answers] == [
        (f"a-{question.receipt}-1", "The lamp is ordered.", "Holder of ward 95"),
        (f"a-{question.receipt}-2", "It comes on Friday.", "Holder of ward 95"),
    ]


def test_what_is_owed_and_what_was_not_reached_stand_apart(evening: Evening) -> None:
    later, sooner, owed = (evening.queue(text, by=by) for by, text in enumerate(("Later?", "Sooner?", "Owed?")))
    back_question(evening.chat_session, sooner.pk, person=evening.residents[0], on=True)
    due_on = timezone.localdate() + timedelta(days=7)
    defer_question(evening.chat_session, owed.pk, person=evening.councillor, due_on=due_on)
    transcript = closed(evening)
    assert [question.receipt for question in transcript.not_reached] == [sooner.receipt, later.receipt]
    assert [(question.text, question.due_on) for question in transcript.on_notice] == [("Owed?", due_on)]
    assert isinstance(transcript.on_notice[0].due_on, date)


def test_refused_withdrawn_and_merged_questions_are_lines_without_words(evening: Evening) -> None:
    target, same, gone = (evening.queue(text, by=by) for by, text in enumerate(("The same?", "Same?", "Never mind.")))
    merge_question(evening.chat_session, same.pk, moderator=evening.moderator, into=target.pk, version=same.version)
    withdraw_question(evening.chat_session, gone.pk, person=evening.residents[2])
    refused = evening.ask("Insult!")
    decline_question(evening.chat_session, refused.pk, moderator=evening.moderator, version=1, reason="attack", note="")
    transcript = closed(evening)
    assert [(line.receipt, line.reason) for line in transcript.refused] == [(refused.receipt, "attack")]
    assert [(line.receipt, line.outcome, line.into) for line in transcript.left] == [
        (same.receipt, "merged", target.receipt),
        (gone.receipt, "withdrawn", ""),
    ]


def test_the_numbers_hold_what_nobody_screened(evening: Evening) -> None:
    evening.queue("Read?")
    evening.ask("Unread?")
    transcript = closed(evening)
    assert (transcript.asked, transcript.unread, transcript.held) == (2, 1, 0)


def test_notices_and_the_head_are_there(evening: Evening) -> None:
    post_notice(evening.chat_session, moderator=evening.moderator, text="One question at a time, please.")
    transcript = closed(evening)
    assert [notice.text for notice in transcript.notices] == ["One question at a time, please."]
    assert (transcript.ward, transcript.office["name_en"]) == (95, "Holder of ward 95")
    assert transcript.opened_at is not None
    assert transcript.closed_at is not None


def test_a_redacted_text_is_nothing_and_the_rest_stands(evening: Evening) -> None:
    question = evening.queue("A name that must go?")
    close_chat_session(evening.chat_session, by="clerk")
    document = Record.objects.get(chat_session=evening.chat_session).document
    entry = next(entry for entry in document["entries"] if entry["type"] == "question.queued")
    entry["texts"]["text"] = None
    (shown,) = read_transcript(document).not_reached
    assert (shown.text, shown.receipt) == (None, question.receipt)


def test_a_question_that_was_cut_off_in_its_answer_is_not_called_unreached(evening: Evening) -> None:
    question = evening.queue()
    evening.take()
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="A first part.", final=False)
    close_chat_session(evening.chat_session, by="clerk")
    transcript = read_transcript(Record.objects.get().document)
    assert (len(transcript.in_part), transcript.not_reached) == (1, [])
    assert [answer.text for answer in transcript.in_part[0].answers] == ["A first part."]


def test_a_record_that_was_sealed_before_its_time_says_so_and_why(evening: Evening) -> None:
    assert closed(evening).early_seal is None
    seal_chat_session(evening.chat_session, by=OPERATOR, reason="The election begins.")
    record = Record.objects.get(chat_session=evening.chat_session)
    assert read_transcript(record.document).early_seal == EarlySeal("The election begins.")


def test_a_record_that_the_clock_sealed_does_not(evening: Evening) -> None:
    closed(evening)
    seal_chat_session(evening.chat_session, by=CLOCK)
    assert read_transcript(Record.objects.get(chat_session=evening.chat_session).document).early_seal is None
