"""Who finds their answer next door says so instead of asking, once, and keeps their words until that is counted."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from moderation.questions.similar.draft_check import check_draft
from moderation.questions.similar.next_door import answered_elsewhere, how_many_answered, say_answered
from moderation.questions.similar.record_index import records
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.models import AnsweredNextDoor, Question, Record
from sessions.platform.refusals import Refused
from sessions.record.figures.counting import ChatFigures, add_up, figures_of
from tests.factories.evening import Evening, make_evening
from tests.factories.planning_desk import client_of
from tests.factories.promises import promise_of
from tests.moderation.questions.similar.test_draft_check import send_form

pytestmark = pytest.mark.costly

IN_BENGALI = "আমাদের গলির রাস্তার আলো দু মাস ধরে জ্বলে না"
IN_LATIN = "amader golir rastar alo du mash dhore jole na"


@pytest.fixture
def answered(evening: Evening) -> Question:
    """In another ward, in a published record, with a promise."""
    other: Any = make_evening(number=96)
    question: Question = other.take(other.queue(IN_BENGALI))
    give_answer(other.chat_session, question.pk, person=other.councillor, text="By Monday.", final=True)
    promise_of(other, "The lamp will burn.", question=question, due_on=timezone.localdate() + timedelta(days=2))
    close_chat_session(other.chat_session, by="clerk")
    records.forget()
    return question


def test_an_answer_of_another_ward_is_offered_with_its_promise_across_scripts(
    evening: Evening, answered: Question
) -> None:
    [offer] = check_draft(evening.chat_session, IN_LATIN)["similar"]
    assert (offer["question"], offer["ward"], offer["answer"]) == (str(answered.pk), 96, "By Monday.")
    [promise] = offer["promises"]
    assert (promise["what"], promise["state"], promise["said"]) == ("The lamp will burn.", "made", "Promised")


def test_this_answers_me_counts_each_person_once(evening: Evening, answered: Question) -> None:
    said = [say_answered(evening.chat_session, answered.pk, person=evening.residents[by]) for by in (0, 0, 1)]
    assert (said, how_many_answered(evening.chat_session)) == ([1, 1, 2], 2)
    numbers = client_of(evening.moderator).get(f"/desk/{evening.chat_session.pk}/load/numbers/").json()
    assert numbers["parts"]["next_door"] == "2"


def test_the_record_and_its_figures_count_the_people_and_name_nobody(evening: Evening, answered: Question) -> None:
    own = evening.answer()
    for question, by in ((answered, 0), (own, 0), (answered, 1)):
        say_answered(evening.chat_session, question.pk, person=evening.residents[by])
    close_chat_session(evening.chat_session, by="clerk")
    record = Record.objects.get(chat_session=evening.chat_session)
    (closed,) = (each for each in record.document["entries"] if each["type"] == "session.closed")
    assert closed["data"]["answered_next_door"] == 2
    assert not any(f'"{each.pk}"' in json.dumps(record.document) for each in evening.residents)
    found = figures_of(record.document)
    assert (found.next_door, found.asked) == (2, 1)
    assert ChatFigures.from_row(found.as_row()) == found
    assert add_up([found, found]).next_door == 4
    rows = Client().get("/figures.json").json()["figures"]
    assert {row["ward"]: row["answered_next_door"] for row in rows} == {95: 2, 96: 0}
    words = "<dt>Found their answer in another one, and did not ask</dt><dd>2</dd>"
    for address in (f"/records/{record.slug}/", "/wards/95/figures/"):
        assert words in Client().get(address).content.decode()


def test_a_record_of_a_chat_in_which_nobody_said_so_says_nothing_of_it(answered: Question) -> None:
    record = Record.objects.get()
    assert "answered_next_door" not in json.dumps(record.document)
    assert figures_of(record.document).next_door == 0
    assert "Found their answer" not in Client().get(f"/records/{record.slug}/").content.decode()


def test_only_what_was_answered_in_public_can_answer_somebody(evening: Evening) -> None:
    waiting, queued = evening.ask(), evening.queue()
    for question_id in (waiting.pk, queued.pk, uuid4()):
        with pytest.raises(Refused) as refused:
            say_answered(evening.chat_session, question_id, person=evening.residents[0])
        assert refused.value.code == "not_found"


def test_without_scripts_it_is_a_button_beside_the_offer(evening: Evening, answered: Question) -> None:
    page = send_form(evening, IN_LATIN, look="1").content.decode()
    assert page.index("The lamp will burn.") < page.index("This answers me")
    answer = say_by_form(evening, str(answered.pk))
    assert (answer.status_code, Question.objects.filter(chat_session=evening.chat_session).count()) == (302, 0)
    assert AnsweredNextDoor.objects.count() == 1


def test_words_stay_where_it_is_refused(evening: Evening) -> None:
    answer = say_by_form(evening, str(uuid4()))
    assert answer.status_code == 404
    assert IN_LATIN in answer.content.decode()


def say_by_form(evening: Evening, question: str) -> Any:
    room = f"/chat/{evening.chat_session.pk}/"
    form = {"op": "draft.answered", "question": question, "draft": IN_LATIN, "draft_kind": "question", "next": room}
    return client_of(evening.residents[0]).post(f"{room}do/", form)


def test_a_person_who_answers_sees_what_others_were_answered(evening: Evening, answered: Question) -> None:
    question = evening.take(evening.queue(IN_LATIN))
    assert [each.question for each in answered_elsewhere(evening.chat_session, question.text)] == [answered]
    page = client_of(evening.councillor).get(f"/floor/{evening.chat_session.pk}/elsewhere/").content.decode()
    assert page.index("By Monday.") < page.index("The lamp will burn.") < page.index(f"/{answered.receipt}/")
