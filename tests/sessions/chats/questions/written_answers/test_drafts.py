"""Drafts of written answers: by the staff of the office, compared by version, and gone once the answer is sent."""

from typing import Any

import pytest
from django.utils import timezone

from sessions.chats.questions.written_answers.answering import give_written_answer
from sessions.chats.questions.written_answers.drafts import save_draft
from sessions.models import Appointment, Duty, Question, WrittenDraft
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening, make_evening, make_person
from tests.factories.written_answers import WRITTEN, owed_question, put_on_notice

pytestmark = pytest.mark.costly


def staff(evening: Evening, duty: str = Duty.DELEGATE, **where: Any) -> Any:
    person = make_person(f"{duty}-{len(where)}", label="D. Das")
    place = where or {"ward": evening.ward}
    Appointment.objects.create(person=person, duty=duty, from_on=timezone.localdate(), **place)
    return person


def save(evening: Evening, question: Question, person: Any, text: str = "Draft.", seen: int = 0) -> WrittenDraft:
    return save_draft(evening.chat_session, question.pk, person=person, text=text, seen=seen)


def test_the_holder_and_their_staff_draft_together(evening: Evening) -> None:
    question = owed_question(evening)
    people = [
        (evening.councillor, "councillor"),
        (staff(evening), "delegate"),
        (staff(evening, Duty.OFFICIAL, borough=evening.ward.borough), "official"),
    ]
    for seen, (person, role) in enumerate(people):
        draft = save(evening, question, person, f"Draft {seen}.", seen)
        assert (draft.version, draft.saved_by, draft.role, draft.text) == (seen + 1, person, role, f"Draft {seen}.")
    assert WrittenDraft.objects.count() == 1


@pytest.mark.row("threat", 11)
def test_nobody_else_drafts(evening: Evening) -> None:
    question = owed_question(evening)
    elsewhere = make_evening(number=96, is_live=False)
    for person in (evening.moderator, evening.clerk, evening.residents[0], elsewhere.councillor, staff(elsewhere)):
        with pytest.raises(Refused, match="forbidden"):
            save(evening, question, person)
    assert not WrittenDraft.objects.exists()


def test_who_saves_second_is_shown_the_words_of_who_saved_first(evening: Evening) -> None:
    question, delegate = owed_question(evening), staff(evening)
    save(evening, question, delegate, "Theirs.")
    with pytest.raises(Refused) as refusal:
        save(evening, question, evening.councillor, "Mine.")
    assert (refusal.value.code, refusal.value.facts) == ("stale", {"text": "Theirs.", "version": 1})
    assert save(evening, question, evening.councillor, "Mine.", seen=1).version == 2


def test_the_same_words_saved_twice_are_one_version(evening: Evening) -> None:
    question = owed_question(evening)
    save(evening, question, evening.councillor)
    assert save(evening, question, evening.councillor).version == 1


def test_nothing_is_drafted_for_what_is_not_owed(evening: Evening) -> None:
    question = put_on_notice(evening)
    with pytest.raises(Refused, match="state"):
        save(evening, question, evening.councillor)
    evening.chat_session.refresh_from_db()


def test_once_the_answer_is_sent_a_draft_comes_too_late(evening: Evening) -> None:
    question, delegate = owed_question(evening), staff(evening)
    save(evening, question, delegate)
    give_written_answer(evening.chat_session, question.pk, person=evening.councillor, text=WRITTEN)
    with pytest.raises(Refused, match="state"):
        save(evening, question, delegate, "Later.", seen=1)
    assert not WrittenDraft.objects.exists()


def test_no_word_of_a_draft_is_in_the_log(evening: Evening) -> None:
    question = owed_question(evening)
    before = (evening.public_events(), evening.desk_events())
    save(evening, question, evening.councillor)
    assert (evening.public_events(), evening.desk_events()) == before
