"""Pausing the author of a question: the desk sees which questions are theirs, and can release them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.questions.mutes import mute_resident, unmute_resident
from sessions.models import Mute
from sessions.platform.refusals import Refused
from tests.clients.product_folds import apply_desk
from tests.factories.evening import Evening

pytestmark = pytest.mark.costly


def paused(evening: Evening) -> list[bool]:
    """The pauses of each question at the desk, in their order."""
    return ["paused_until" in card for card in evening.desk_state()["questions"]]


def test_all_questions_of_the_paused_person_are_marked_and_no_others(evening: Evening) -> None:
    first, _other, _second = evening.ask(), evening.ask(by=1), evening.queue("Another?")
    mute_resident(evening.chat_session, first.pk, moderator=evening.moderator, minutes=10)
    assert paused(evening) == [True, False, True]
    event = evening.desk_events()[-1]
    assert event["until"] == evening.desk_state()["questions"][0]["paused_until"]


def test_the_desk_is_not_told_who_it_is(evening: Evening) -> None:
    question = evening.ask()
    mute_resident(evening.chat_session, question.pk, moderator=evening.moderator, minutes=10)
    person = evening.residents[0]
    told = str(evening.desk_events()[-1])
    assert str(person.public_id) not in told
    assert person.username not in told


def test_a_released_person_may_ask_at_once_and_no_question_is_marked(evening: Evening) -> None:
    question = evening.ask()
    mute_resident(evening.chat_session, question.pk, moderator=evening.moderator, minutes=10)
    unmute_resident(evening.chat_session, question.pk, moderator=evening.second_moderator)
    assert (evening.desk_events()[-1]["type"], paused(evening)) == ("resident.unmuted", [False])
    evening.ask("And now?")
    assert Mute.objects.count() == 0


def test_releasing_by_any_question_of_that_person_is_enough(evening: Evening) -> None:
    first, second = evening.ask(), evening.ask("Second?")
    mute_resident(evening.chat_session, first.pk, moderator=evening.moderator, minutes=10)
    unmute_resident(evening.chat_session, second.pk, moderator=evening.moderator)
    assert paused(evening) == [False, False]


def test_nobody_is_released_who_is_not_paused(evening: Evening) -> None:
    question = evening.ask()
    mute_resident(evening.chat_session, question.pk, moderator=evening.moderator, minutes=10)
    Mute.objects.update(until=timezone.now() - timedelta(seconds=1))
    before = evening.desk_events()
    with pytest.raises(Refused) as refusal:
        unmute_resident(evening.chat_session, question.pk, moderator=evening.moderator)
    assert refusal.value.code == "state"
    assert evening.desk_events() == before


def test_an_author_who_is_no_longer_known_is_neither_paused_nor_released(evening: Evening) -> None:
    question = evening.ask()
    question.author = None
    question.save()
    with pytest.raises(Refused) as pausing:
        mute_resident(evening.chat_session, question.pk, moderator=evening.moderator, minutes=10)
    with pytest.raises(Refused) as releasing:
        unmute_resident(evening.chat_session, question.pk, moderator=evening.moderator)
    assert [pausing.value.code, releasing.value.code] == ["state", "state"]


def test_a_pause_of_an_older_log_marks_nothing(evening: Evening) -> None:
    evening.ask()
    state = evening.desk_state()
    at, question = "2027-01-02T18:00:00.000Z", state["questions"][0]["id"]
    apply_desk(state, {"seq": 2, "at": at, "type": "resident.muted", "question": question, "minutes": 5})
    assert "paused_until" not in state["questions"][0]
