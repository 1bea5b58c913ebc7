"""Notes to colleagues: the desk reads them, and nobody else."""

import pytest

from moderation.desk.notes import leave_note
from moderation.questions.screening import approve_question
from sessions.log.folding.desk_folding import MOST_NOTES_SHOWN
from sessions.models import Event, Question
from sessions.platform.refusals import Refused
from tests.factories.evening import Evening


def note(evening: Evening, question: Question, text: str) -> None:
    leave_note(evening.chat_session, question.pk, moderator=evening.moderator, text=text)


def test_the_colleagues_read_it_with_the_name_of_who_wrote_it(evening: Evening) -> None:
    note(evening, evening.ask(), " Is it the lane by the pond? ")
    [card] = evening.desk_state()["questions"]
    assert [(each["by"], each["text"]) for each in card["notes"]] == [("Moderator 1", "Is it the lane by the pond?")]


def test_neither_the_author_nor_the_room_learns_of_it(evening: Evening) -> None:
    question, before = evening.ask(), evening.public_events()
    note(evening, question, "Canary")
    assert evening.public_events() == before
    assert Event.objects.get(type="question.noted").note_to is None


def test_nobodys_decision_becomes_stale_by_it(evening: Evening) -> None:
    question = evening.ask()
    note(evening, question, "Fine by me.")
    approve_question(evening.chat_session, question.pk, moderator=evening.second_moderator, version=1)


@pytest.mark.costly
def test_the_last_ones_are_shown(evening: Evening) -> None:
    question = evening.ask()
    for number in range(MOST_NOTES_SHOWN + 2):
        note(evening, question, f"Note {number}")
    [card] = evening.desk_state()["questions"]
    assert [each["text"] for each in card["notes"]] == [f"Note {number}" for number in range(2, MOST_NOTES_SHOWN + 2)]


def test_an_empty_one_is_none(evening: Evening) -> None:
    with pytest.raises(Refused) as refusal:
        note(evening, evening.ask(), "  ")
    assert refusal.value.code == "empty"
