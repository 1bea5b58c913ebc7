"""What a process reads from the log."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from chatserver.live.fanout.stream_reader import MAX_NEWS, News, StreamBroken, read_news
from chatserver.live.fanout.tailer import follow_streams
from moderation.questions.notices import post_notice
from sessions.log.event_form import body_of
from sessions.log.queries import Support
from sessions.log.replica import MAX_REPLAY_BYTES
from sessions.models import Event, Stream
from tests.factories.evening import Evening, make_evening


@pytest.fixture
def evening(db: None) -> Evening:
    return make_evening()


def news_of(evening: Evening, public: int, desk: int, *, epoch: str | None = None, backing: bool = False) -> News:
    epoch = epoch or Stream.objects.filter(chat_session=evening.chat_session).values_list("epoch", flat=True)[0]
    return read_news(evening.chat_session.pk, epoch, public, desk, with_backing=backing)


def post(evening: Evening, text: str = "a") -> None:
    post_notice(evening.chat_session, moderator=evening.moderator, text=text)


@pytest.mark.costly
def test_feeds_are_loaded_as_the_domain_folds_them(evening: Evening) -> None:
    evening.take(evening.queue())
    evening.ask("Lights?", by=1)
    streams = follow_streams(evening.chat_session.pk)
    assert streams is not None
    assert (streams.public.state, streams.desk.state) == (evening.public_state(), evening.desk_state())
    assert (streams.public.seq, streams.desk.seq) == (len(evening.public_events()), len(evening.desk_events()))
    assert streams.public.epoch == streams.desk.epoch


def test_an_unknown_chat_session_has_no_feeds(db: None) -> None:
    assert follow_streams(UUID(int=0)) is None


def test_news_are_what_came_after_the_positions(evening: Evening) -> None:
    question = evening.queue()
    public, desk = len(evening.public_events()), len(evening.desk_events())
    news = news_of(evening, public - 1, desk - 1)
    assert [event.seq for event in news.public] == [public]
    assert [event.seq for event in news.desk] == [desk]
    assert (news.support, news.is_more) == (Support({str(question.pk): 0}), False)


@pytest.mark.parametrize(("backing", "queries"), [(False, 1), (True, 2)])
def test_without_news_reading_takes_one_query(
    evening: Evening, django_assert_num_queries: Any, backing: bool, queries: int
) -> None:
    epoch = Stream.objects.filter(chat_session=evening.chat_session).values_list("epoch", flat=True)[0]
    public, desk = len(evening.public_events()), len(evening.desk_events())
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else queries):
        news = news_of(evening, public, desk, epoch=epoch, backing=backing)
    assert news == News([], [], Support({}) if backing else None, is_more=False)


def test_news_of_both_streams_take_three_messages_to_a_database_that_is_elsewhere(
    evening: Evening, django_assert_num_queries: Any
) -> None:
    """A question that comes into the queue is an event of both streams, has words, and is a place to count support."""
    epoch = Stream.objects.filter(chat_session=evening.chat_session).values_list("epoch", flat=True)[0]
    public, desk = len(evening.public_events()), len(evening.desk_events())
    question = evening.queue()
    with django_assert_num_queries(3 if connection.vendor == "postgresql" else 6):
        news = news_of(evening, public, desk, epoch=epoch, backing=True)
    assert (len(news.public), news.support) == (1, Support({str(question.pk): 0}))
    assert news.desk


def test_another_epoch_an_earlier_end_or_a_gap_is_another_log(evening: Evening) -> None:
    post(evening)
    post(evening)
    public, desk = len(evening.public_events()), len(evening.desk_events())
    with pytest.raises(StreamBroken):
        news_of(evening, public, desk, epoch="another")
    with pytest.raises(StreamBroken):
        news_of(evening, public + 1, desk)
    with pytest.raises(StreamBroken):
        news_of(evening, public, desk + 1)
    Event.objects.get(stream__chat_session=evening.chat_session, stream__name="public", seq=public - 1).delete()
    with pytest.raises(StreamBroken):
        news_of(evening, public - 2, desk)


@pytest.mark.costly
def test_news_come_in_portions_that_one_frame_can_hold(evening: Evening) -> None:
    for _ in range(MAX_NEWS + 5):
        post(evening)
    first = news_of(evening, 2, 0)
    assert (len(first.public), first.is_more) == (MAX_NEWS, True)
    rest = news_of(evening, 2 + MAX_NEWS, 0)
    assert (len(rest.public), rest.is_more) == (5, False)


@pytest.mark.costly
def test_large_events_come_in_smaller_portions(evening: Evening) -> None:
    for _ in range(MAX_NEWS - 1):
        post(evening, "জল " * 150)
    news = news_of(evening, 2, 0)
    assert 1 < len(news.public) < MAX_NEWS - 1
    assert news.is_more
    assert sum(len(str(body_of(event.event)).encode()) for event in news.public) <= MAX_REPLAY_BYTES
