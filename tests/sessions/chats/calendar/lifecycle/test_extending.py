"""An answer that is being given when the time is over gets five minutes more, at most twice."""

from datetime import datetime, timedelta

import pytest

from sessions.chats.calendar.lifecycle.announcing import announce_chat_session
from sessions.chats.questions.floor import give_answer
from sessions.tick import tick
from tests.factories.evening import Evening

pytestmark = pytest.mark.costly


def ends_at(evening: Evening) -> object:
    evening.chat_session.refresh_from_db()
    return evening.chat_session.ends_at


def types_of(evening: Evening) -> list[str]:
    return [event["type"] for event in evening.public_events() if event["type"].startswith("session.")][2:]


def steps_at(moment: datetime, evening: Evening) -> list[str]:
    """What a tick did with this chat; where it begins in one month and ends in the next, digests are made then, too."""
    return [line.split()[0] for line in tick(moment) if line.endswith(str(evening.chat_session.pk))]


@pytest.mark.long
def test_the_clock_extends_twice_for_a_question_on_the_floor_and_then_closes(evening: Evening) -> None:
    evening.queue()
    evening.take()
    end = evening.chat_session.ends_at
    for minutes in (0, 0, 4, 5, 5, 9, 10, 11):
        tick(end + timedelta(minutes=minutes))
    assert types_of(evening) == ["session.extended", "session.warned"] * 2 + ["session.closed"]
    assert ends_at(evening) == end + timedelta(minutes=10)


def test_it_closes_in_time_where_nothing_is_being_answered(evening: Evening) -> None:
    evening.queue()
    end = evening.chat_session.ends_at
    assert steps_at(end, evening) == ["closed"]
    assert ends_at(evening) == end


def test_once_the_answer_is_given_there_is_no_second_extension(evening: Evening) -> None:
    question = evening.queue()
    evening.take()
    end = evening.chat_session.ends_at
    tick(end)
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="Tomorrow.", final=True)
    tick(end + timedelta(minutes=5))
    assert types_of(evening) == ["session.extended", "session.warned", "session.closed"]


def test_after_a_downtime_nobody_waits_for_the_answer(evening: Evening) -> None:
    evening.queue()
    evening.take()
    assert steps_at(evening.chat_session.ends_at + timedelta(minutes=5), evening) == ["closed"]


def test_it_closes_in_time_where_the_ward_has_another_chat_right_after(evening: Evening) -> None:
    evening.queue()
    evening.take()
    end = evening.chat_session.ends_at
    announce_chat_session(evening.ward, starts_at=end, minutes=30, by="clerk")
    assert steps_at(end, evening) == ["closed"]
    assert types_of(evening) == ["session.closed"]
