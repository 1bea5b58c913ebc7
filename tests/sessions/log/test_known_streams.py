from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from sessions.log import known_streams as module
from sessions.log import log
from sessions.log.known_streams import current_state, follow_replicas, latest_replica, stop_following_replicas
from sessions.models import ChatSession, Event, Stream, StreamName, Ward
from tests.factories.evening import Evening, make_evening, make_office, make_ward

pytestmark = pytest.mark.costly


def count_queries(evening: Evening) -> int:
    with CaptureQueriesContext(connection) as queries:
        current_state(evening.chat_session.pk, "public")
    return len(queries)


@pytest.mark.django_db
def test_it_is_the_fold_of_all_events_whenever_it_is_asked_for(evening: Evening):
    for text in ("First?", "Second?", "Third?"):
        question = evening.queue(text)
        public = current_state(evening.chat_session.pk, "public")
        desk = current_state(evening.chat_session.pk, "desk")
        assert (public.seq, public.state) == (len(evening.public_events()), evening.public_state())
        assert (desk.seq, desk.state) == (len(evening.desk_events()), evening.desk_state())
    evening.take(question)
    assert current_state(evening.chat_session.pk, "public").state == evening.public_state()


@pytest.mark.django_db
def test_however_much_has_happened_it_costs_what_is_new(evening: Evening):
    for number in range(30):
        evening.queue(f"Question {number}?")
    current_state(evening.chat_session.pk, "public")

    assert count_queries(evening) == 1
    evening.queue("One more?")
    assert count_queries(evening) == 3  # the third: whether it was removed since
    assert count_queries(evening) == 1


@pytest.mark.django_db
def test_what_is_handed_out_is_the_callers_own(evening: Evening):
    evening.queue()
    current_state(evening.chat_session.pk, "public").state["queue"].clear()

    assert len(current_state(evening.chat_session.pk, "public").state["queue"]) == 1


@pytest.mark.django_db
def test_another_log_is_read_from_its_beginning(evening: Evening):
    before = current_state(evening.chat_session.pk, "public")
    Stream.objects.filter(chat_session=evening.chat_session).update(epoch="restored")

    after = current_state(evening.chat_session.pk, "public")
    assert (after.epoch, after.seq, after.state) == ("restored", before.seq, before.state)


@pytest.mark.django_db
def test_an_unknown_chat_session_is_unknown_and_takes_nobodys_place(evening: Evening):
    current_state(evening.chat_session.pk, "public")
    for number in range(200):
        with pytest.raises(Stream.DoesNotExist):
            current_state(UUID(int=number), "public")

    assert count_queries(evening) == 1


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_many_threads_that_ask_at_once_are_told_the_same():
    evening = make_evening()
    for number in range(20):
        evening.queue(f"Question {number}?")

    def ask(_number: int) -> tuple[int, int]:
        try:
            current = current_state(evening.chat_session.pk, "public")
        finally:
            connection.close()
        return current.seq, len(current.state["queue"])

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(40))) == {(len(evening.public_events()), 20)}


@pytest.mark.long
@pytest.mark.django_db
def test_a_citys_evening_is_kept_whole_and_no_page_folds_a_log_again():
    """144 rooms, each asked about in turn, as pages are loaded: what is known of one costs one query."""
    evening = make_evening()
    evening.queue()
    events = list(Event.objects.filter(stream__chat_session=evening.chat_session).select_related("stream"))
    rooms = [room_with(events, make_ward(number), evening.chat_session) for number in range(100, 244)]
    for room in rooms:
        assert current_state(room.pk, "public").state == evening.public_state()
    with CaptureQueriesContext(connection) as queries:
        for room in rooms:
            current_state(room.pk, "public")
    assert len(queries) == len(rooms) == 144


def room_with(events: list[Event], ward: Ward, like: ChatSession) -> ChatSession:
    """A chat in another ward, in which the same has happened."""
    times = {field: getattr(like, field) for field in ("announced_at", "starts_at", "ends_at")}
    room = ChatSession.objects.create(ward=ward, office=make_office(ward), state="live", **times)
    for name in StreamName:
        there = [event for event in events if event.stream.name == name]
        stream = Stream.objects.create(chat_session=room, name=name, seq=len(there))
        copied = ("seq", "type", "body", "actor", "note_to", "at")
        Event.objects.bulk_create(
            Event(stream=stream, **{field: getattr(event, field) for field in copied}) for event in there
        )
    return room


@pytest.mark.django_db
def test_beyond_the_bound_the_one_that_nobody_asked_about_for_longest_goes(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
):
    module._streams.clear()
    other = make_evening(number=96)
    count_queries(evening), count_queries(other)
    monkeypatch.setattr(module, "MAX_KNOWN_BYTES", max(known.size for known in module._streams.values()))
    assert count_queries(other) == 1
    assert count_queries(evening) == 2


@pytest.mark.django_db
def test_what_nobody_asks_about_is_let_go(evening: Evening, monkeypatch: pytest.MonkeyPatch):
    current_state(evening.chat_session.pk, "public")
    monkeypatch.setattr(module, "UNUSED_S", -1.0)
    module.forget_unused_replicas()
    assert (evening.chat_session.pk, "public") not in module._streams  # others are followed by tests before


@pytest.mark.django_db
def test_pages_polls_and_sockets_share_one_replica(evening: Evening):
    evening.queue()
    public, _desk = follow_replicas(evening.chat_session.pk)
    assert latest_replica(evening.chat_session.pk, "public") is public
    with CaptureQueriesContext(connection) as queries:
        current_state(evening.chat_session.pk, "public")
        latest_replica(evening.chat_session.pk, "public")
    assert len(queries) == 2  # each looks where the log ends, and reads nothing again


@pytest.mark.django_db
def test_a_replica_that_somebody_follows_is_moved_on_by_nobody_else(evening: Evening):
    public, desk = follow_replicas(evening.chat_session.pk)
    known = public.seq
    evening.queue()
    current = current_state(evening.chat_session.pk, "public")
    assert (current.state, current.seq) == (evening.public_state(), known + 1)
    polled = latest_replica(evening.chat_session.pk, "public")
    assert ([recent.logged.type for recent in polled.recent_after(known)], polled.seq) == (
        ["question.queued"],
        known + 1,
    )
    assert (public.seq, public.state["queue"]) == (known, [])

    stop_following_replicas(evening.chat_session.pk, public, desk)
    assert latest_replica(evening.chat_session.pk, "public").seq == known + 1
    assert public.seq == known + 1


@pytest.mark.django_db
def test_what_is_followed_is_not_let_go(evening: Evening, monkeypatch: pytest.MonkeyPatch):
    streams = follow_replicas(evening.chat_session.pk)
    monkeypatch.setattr(module, "UNUSED_S", -1.0)
    module.forget_unused_replicas()
    assert latest_replica(evening.chat_session.pk, "public") is streams[0]
    stop_following_replicas(evening.chat_session.pk, *streams)
    module.forget_unused_replicas()
    assert latest_replica(evening.chat_session.pk, "public") is not streams[0]


@pytest.mark.django_db
def test_a_second_follower_has_a_replica_of_its_own(evening: Evening):
    first, second = follow_replicas(evening.chat_session.pk), follow_replicas(evening.chat_session.pk)
    assert first[0] is not second[0]
    stop_following_replicas(evening.chat_session.pk, *second)
    evening.queue()
    assert first[0].seq < latest_replica(evening.chat_session.pk, "public").seq == len(evening.public_events())


@pytest.mark.django_db
def test_after_a_restore_pages_read_the_other_log_and_its_follower_can_follow_it(evening: Evening):
    old = follow_replicas(evening.chat_session.pk)
    Stream.objects.filter(chat_session=evening.chat_session).update(epoch="restored")
    assert current_state(evening.chat_session.pk, "public").epoch == "restored"
    stop_following_replicas(evening.chat_session.pk, *old)
    public, _desk = follow_replicas(evening.chat_session.pk)
    assert (public.epoch, latest_replica(evening.chat_session.pk, "public") is public) == ("restored", True)


@pytest.mark.django_db
def test_a_log_that_has_lost_events_is_followed_from_its_beginning(evening: Evening):
    question = evening.queue()
    ahead = latest_replica(evening.chat_session.pk, "public")
    end = ahead.seq
    Event.objects.filter(stream__chat_session=evening.chat_session, stream__name="public", seq=end).delete()
    Stream.objects.filter(chat_session=evening.chat_session, name="public").update(seq=end - 1)
    public, _desk = follow_replicas(evening.chat_session.pk)
    assert (public.seq, [card["id"] for card in public.state["queue"]]) == (end - 1, [])
    assert question.pk is not None


@pytest.mark.django_db
def test_where_one_of_both_cannot_be_followed_neither_is(evening: Evening, monkeypatch: pytest.MonkeyPatch):
    """Else nobody would ever advance or drop the other one."""
    read_pages = log.read_pages

    def fail_at_the_desk(*, stream: str, **where: Any) -> Any:
        if stream == "desk":
            raise OperationalError
        return read_pages(stream=stream, **where)

    evening.queue()
    with monkeypatch.context() as broken:
        broken.setattr(log, "read_pages", fail_at_the_desk)
        with pytest.raises(OperationalError):
            follow_replicas(evening.chat_session.pk)
    evening.queue("Another?", by=1)
    assert latest_replica(evening.chat_session.pk, "public") is follow_replicas(evening.chat_session.pk)[0]
