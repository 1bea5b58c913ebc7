"""What commands were answered is kept for the evening and an hour, and not longer."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from sessions.chats.calendar.lifecycle.lifecycle import cancel_chat_session, close_chat_session
from sessions.chats.questions import reply_retention
from sessions.chats.questions.reply_retention import drop_old_replies, expect_late_replies
from sessions.log.steps.locks import lock_chat_session
from sessions.models import ChatSession, StoredReply
from sessions.tick import tick
from tests.factories.evening import Evening, make_evening

pytestmark = pytest.mark.costly

HOUR = timedelta(hours=1)


def answer(evening: Evening, *, number: int = 1, at: datetime | None = None) -> None:
    StoredReply.objects.bulk_create(
        StoredReply(
            person=evening.residents[0],
            chat_session=evening.chat_session,
            ref=uuid4(),
            body_digest=b"digest",
            result={"on": True},
            at=at or timezone.now(),
        )
        for _number in range(number)
    )


def closed(evening: Evening) -> datetime:
    moment = close_chat_session(evening.chat_session, by="clerk").closed_at
    assert moment is not None
    return moment


def test_the_clock_drops_them_an_hour_after_the_end_and_not_before(evening: Evening) -> None:
    answer(evening, number=3)
    end = closed(evening)
    tick(end + HOUR - timedelta(seconds=1))
    assert StoredReply.objects.count() == 3
    tick(end + HOUR)
    assert StoredReply.objects.count() == 0
    assert tick(end + HOUR) == []


def test_while_the_chat_is_open_they_stay_however_old_they_are(db: None) -> None:
    evening = make_evening(is_live=False)
    answer(evening, at=timezone.now() - timedelta(days=30))
    assert drop_old_replies(timezone.now()) == 0
    assert StoredReply.objects.count() == 1


def test_those_of_a_chat_that_was_cancelled_go_too(db: None) -> None:
    evening = make_evening(is_live=False)
    answer(evening)
    cancel_chat_session(evening.chat_session, reason="Flood", by="clerk")
    assert drop_old_replies(timezone.now() + HOUR) == 1


def test_a_tick_drops_a_bounded_number_and_the_next_ones_go_on(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reply_retention, "TOGETHER", 2)
    monkeypatch.setattr(reply_retention, "AT_MOST", 4)
    answer(evening, number=9)
    later = closed(evening) + HOUR
    assert [drop_old_replies(later) for _tick in range(4)] == [4, 4, 1, 0]


def test_an_evening_whose_answers_are_gone_is_not_looked_at_again(evening: Evening) -> None:
    answer(evening)
    later = closed(evening) + HOUR
    drop_old_replies(later)
    assert not ChatSession.objects.due_to_drop_replies(later).exists()


def test_what_is_answered_after_the_end_is_kept_for_an_hour_from_then(evening: Evening) -> None:
    end = closed(evening)
    drop_old_replies(end + HOUR)
    expect_late_replies(lock_chat_session(evening.chat_session.pk))
    answer(evening, at=end + 2 * HOUR)
    assert drop_old_replies(end + 2 * HOUR) == 0
    assert drop_old_replies(end + 3 * HOUR) == 1
