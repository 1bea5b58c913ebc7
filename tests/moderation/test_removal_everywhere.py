"""Taking down what is on the floor or was answered: a line stands where it stood, and the words go from everywhere."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from moderation.models import Decision
from moderation.questions.removal import take_down_question, take_down_with_answers
from moderation.questions.screening import merge_question
from moderation.questions.similar.finding import similar_questions
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.pages.room.live_context import answered_lines, queue_lines
from sessions.chats.questions.answer_corrections import correct_answer
from sessions.chats.questions.floor import give_answer
from sessions.chats.questions.own_questions import back_question
from sessions.log.folding.folding import answered_with_removed
from sessions.log.known_streams import current_state
from sessions.models import Call, Question
from sessions.platform.refusals import Refused
from sessions.record.search.question_search import search_records
from tests.factories.evening import Evening, make_person

pytestmark = pytest.mark.costly

WORDS = "CANARY: why does Mr Das of lane four not pay?"
QUOTE = "You ask about CANARY, Mr Das of lane four."


def take_down(evening: Evening, question: Question, *, with_answers: bool = False) -> Question:
    question.refresh_from_db()
    seen: dict[str, Any] = {"version": question.version, "reason": "attack", "note": ""}
    step = take_down_with_answers if with_answers else take_down_question
    return step(evening.chat_session, question.pk, moderator=evening.moderator, **seen)


def answer(evening: Evening, text: str = "In May.", words: str | None = None, *, by: int = 0) -> Question:
    question = evening.take(evening.queue(words, by=by))
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text=text, final=True)
    return question


def lines(evening: Evening) -> list[tuple[str, str | None]]:
    return [(card["state"], card["text"]) for card in answered_with_removed(evening.public_state())]


def test_what_is_being_answered_leaves_the_floor_and_a_line_stands_behind_the_answered_ones(evening: Evening) -> None:
    answer(evening, words="First?", by=1)
    question = evening.take(evening.queue(WORDS))
    official = make_person("official")
    Call.objects.create(question=question, official=official, called_at=timezone.now())
    take_down(evening, question)
    state = evening.public_state()
    assert (state["floor"], lines(evening)) == (None, [("answered", "First?"), ("removed", None)])
    assert Call.objects.count() == 0
    evening.take(evening.queue("Next?", by=2))


def test_what_was_answered_leaves_a_line_where_it_stood(evening: Evening) -> None:
    first, second, third = (answer(evening, words=f"{WORDS} {number}", by=number) for number in range(3))
    take_down(evening, second)
    assert lines(evening) == [("answered", first.text), ("removed", None), ("answered", third.text)]
    take_down(evening, third)
    take_down(evening, first)
    assert lines(evening) == [("removed", None)] * 3
    ids = [card["id"] for card in answered_with_removed(evening.public_state())]
    assert ids == [str(each.pk) for each in (first, second, third)]


def test_the_line_stands_among_the_answers_alone(evening: Evening) -> None:
    take_down(evening, answer(evening))
    take_down(evening, evening.queue(by=1))
    state = evening.public_state() | {"counts": {"backing": {}, "held": {}, "not_counted": {}}}
    queue = queue_lines(state, [])
    assert [card["id"] for card in queue] == [state["removed"][1]["id"]]
    assert [card["id"] for card in answered_lines(state)] == [state["removed"][0]["id"]]


def test_who_was_answered_has_had_their_turn(evening: Evening) -> None:
    take_down(evening, answer(evening, by=0))
    again, other = evening.queue(by=0), evening.queue(by=1)
    back_question(evening.chat_session, again.pk, person=evening.residents[2], on=True)
    assert evening.take().pk == other.pk


@pytest.mark.row("threat", 13)
def test_the_words_go_from_every_reader_with_the_answers_that_repeat_them(evening: Evening) -> None:
    question = answer(evening, QUOTE, WORDS)
    part = evening.public_events()[-2]["seq"]
    correct_answer(evening.chat_session, question.pk, person=evening.councillor, part=part, text=f"{QUOTE} Of course.")
    current_state(evening.chat_session.pk, "public")  # a process that knows the words already
    take_down(evening, question, with_answers=True)
    assert "CANARY" not in str(evening.public_events())
    assert "CANARY" not in str(current_state(evening.chat_session.pk, "public").state)
    assert similar_questions(evening.chat_session, WORDS, 5) == []
    for page in (f"/chat/{evening.chat_session.pk}/", f"/receipt/{question.receipt}/"):
        assert "CANARY" not in Client().get(page).content.decode()
    close_chat_session(evening.chat_session, by="clerk")
    assert search_records("canary").entries == []
    document: dict[str, Any] = evening.chat_session.record.document
    assert "CANARY" not in str(document)
    given = [entry for entry in document["entries"] if entry["type"] in ("answer.given", "answer.corrected")]
    assert [(entry["texts"], entry["commitments"]) for entry in given] == [({"text": None}, {})] * 2
    assert "CANARY" not in Client().get(f"/records/{evening.chat_session.record.slug}/").content.decode()


def test_answers_that_do_not_repeat_it_stay(evening: Evening) -> None:
    question = answer(evening, "In May.", WORDS)
    take_down(evening, question)
    [card] = evening.public_state()["removed"]
    assert (card["text"], [each["text"] for each in card["answers"]]) == (None, ["In May."])
    html = Client().get(f"/chat/{evening.chat_session.pk}/").content.decode()
    assert ("In May." in html, "A moderator removed this question" in html) == (True, True)


def test_what_was_merged_into_an_answered_question_keeps_its_answer(evening: Evening) -> None:
    target, same = evening.queue(WORDS), evening.queue("The same?", by=1)
    merge_question(evening.chat_session, same.pk, moderator=evening.moderator, version=same.version, into=target.pk)
    evening.take(target)
    give_answer(evening.chat_session, target.pk, person=evening.councillor, text="In May.", final=True)
    take_down(evening, target)
    same.refresh_from_db()
    assert (same.state, same.merged_into) == ("merged", target)


def test_the_ledger_can_list_each(evening: Evening) -> None:
    take_down(evening, answer(evening))
    event = evening.public_events()[-1]
    assert (event["type"], event["reason"]) == ("question.removed", "attack")
    assert list(Decision.objects.filter(step="take_down").values_list("reason", flat=True)) == ["attack"]


def test_after_the_close_the_record_is_corrected_otherwise(evening: Evening) -> None:
    question = answer(evening)
    close_chat_session(evening.chat_session, by="clerk")
    with pytest.raises(Refused) as refusal:
        take_down(evening, question)
    assert refusal.value.code == "closed"
