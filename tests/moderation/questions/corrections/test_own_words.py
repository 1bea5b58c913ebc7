"""A moderator corrects their own words in the draft record, and only there; the earlier words stay."""

from datetime import timedelta
from typing import Any

import pytest

from moderation.questions.corrections.own_words import correct_notice, notices_by
from moderation.questions.notices import post_notice
from moderation.questions.rewording import reword_question
from moderation.questions.screening import merge_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import Question, Record
from sessions.platform.refusals import Refused
from sessions.record.transcript_reader import read_transcript
from tests.factories.evening import Evening

pytestmark = pytest.mark.costly


def posted(evening: Evening, text: str = "We beginn.") -> int:
    return post_notice(evening.chat_session, moderator=evening.moderator, text=text)


def closed(evening: Evening) -> None:
    close_chat_session(evening.chat_session, by="clerk")


def correct(evening: Evening, seq: int, text: str = "We begin.", *, by: Any = None) -> int:
    return correct_notice(evening.chat_session, seq, moderator=by or evening.moderator, text=text)


def refusal_of(evening: Evening, seq: int, *, by: Any = None) -> str:
    with pytest.raises(Refused) as refusal:
        correct(evening, seq, by=by)
    return refusal.value.code


def end_the_window(evening: Evening) -> None:
    record = Record.objects.get(chat_session=evening.chat_session)
    assert record.correct_until is not None
    Record.objects.update(correct_until=record.correct_until - timedelta(hours=73))


def test_a_notice_is_corrected_in_the_draft_and_its_earlier_words_stay(evening: Evening) -> None:
    seq = posted(evening)
    closed(evening)
    before = Record.objects.get().document
    correct(evening, seq)
    document = Record.objects.get().document
    assert document["entries"][:-1] == before["entries"]
    assert (document["entries"][-1]["type"], document["entries"][-1]["data"]["of"]) == ("notice.corrected", seq)
    (notice,) = read_transcript(document).notices
    assert (notice.text, [each.text for each in notice.earlier]) == ("We begin.", ["We beginn."])
    (correction,) = notice.corrections
    assert [(each.change, each.text) for each in correction.differences] == [
        ("same", "We"),
        ("removed", "beginn."),
        ("added", "begin."),
    ]
    assert document["tree"]["size"] == before["tree"]["size"] + 1


def test_the_same_words_change_nothing(evening: Evening) -> None:
    seq = posted(evening)
    closed(evening)
    before = evening.public_events()
    correct(evening, seq, "We beginn.")
    assert evening.public_events() == before


def test_only_the_person_who_wrote_it_and_only_in_the_window_and_not_for_ever(evening: Evening) -> None:
    seq = posted(evening)
    assert refusal_of(evening, seq) == "state"
    closed(evening)
    assert refusal_of(evening, seq, by=evening.second_moderator) == "forbidden"
    assert refusal_of(evening, seq + 100) == "not_found"
    for number in range(5):
        correct(evening, seq, f"We begin at {number}.")
    assert refusal_of(evening, seq) == "corrected_often"
    end_the_window(evening)
    assert refusal_of(evening, seq) == "closed"
    assert notices_by(evening.moderator, evening.chat_session) == [seq]
    assert notices_by(evening.second_moderator, evening.chat_session) == []


def united(evening: Evening) -> Question:
    first, second = evening.queue("When is the drain of Lane 1 cleaned?"), evening.ask("And Lane 2?", by=1)
    merge_question(evening.chat_session, second.pk, moderator=evening.moderator, version=second.version, into=first.pk)
    first.refresh_from_db()
    return reword(evening, first, "When are the drians cleaned?")


def reword(evening: Evening, question: Question, text: str, *, by: Any = None) -> Question:
    return reword_question(
        evening.chat_session, question.pk, moderator=by or evening.moderator, version=question.version, text=text
    )


def test_common_words_are_corrected_in_the_draft_by_the_person_who_wrote_them(evening: Evening) -> None:
    question = united(evening)
    closed(evening)
    with pytest.raises(Refused) as refusal:
        reword(evening, question, "When are the drains cleaned?", by=evening.second_moderator)
    assert refusal.value.code == "forbidden"
    reword(evening, question, "When are the drains cleaned?")
    (shown,) = read_transcript(Record.objects.get().document).not_reached
    assert shown.united["words"] == "When are the drains cleaned?"
    assert [each.before for each in shown.corrections_of_common_words] == ["When are the drians cleaned?"]


def test_common_words_stay_once_the_window_has_ended(evening: Evening) -> None:
    question = united(evening)
    closed(evening)
    end_the_window(evening)
    with pytest.raises(Refused) as refusal:
        reword(evening, question, "When are the drains cleaned?")
    assert refusal.value.code == "closed"
