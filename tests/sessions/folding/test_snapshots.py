from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions.folding import snapshots as module
from sessions.folding.snapshots import current_state
from sessions.models import ChatSession, Event, Stream, StreamName, Ward
from tests.evening import Evening, make_evening, make_office, make_ward


def count_queries(evening: Evening) -> int:
    with CaptureQueriesContext(connection) as queries:
        current_state(evening.chat_session.pk, StreamName.PUBLIC)
    return len(queries)


@pytest.mark.django_db
def test_it_is_the_fold_of_all_events_whenever_it_is_asked_for(evening: Evening):
    for text in ("First?", "Second?", "Third?"):
        question = evening.queue(text)
        public = current_state(evening.chat_session.pk, StreamName.PUBLIC)
        desk = current_state(evening.chat_session.pk, StreamName.DESK)
        assert (public.seq, public.state) == (len(evening.public_events()), evening.public_state())
        assert (desk.seq, desk.state) == (len(evening.desk_events()), evening.desk_state())
    evening.take(question)
    assert current_state(evening.chat_session.pk, StreamName.PUBLIC).state == evening.public_state()


@pytest.mark.django_db
def test_however_much_has_happened_it_costs_what_is_new(evening: Evening):
    for number in range(30):
        evening.queue(f"Question {number}?")
    current_state(evening.chat_session.pk, StreamName.PUBLIC)

    assert count_queries(evening) == 1
    evening.queue("One more?")
    assert count_queries(evening) == 3  # the third: whether it was removed since
    assert count_queries(evening) == 1


@pytest.mark.django_db
def test_what_is_handed_out_is_the_callers_own(evening: Evening):
    evening.queue()
    current_state(evening.chat_session.pk, StreamName.PUBLIC).state["queue"].clear()

    assert len(current_state(evening.chat_session.pk, StreamName.PUBLIC).state["queue"]) == 1


@pytest.mark.django_db
def test_another_log_is_read_from_its_beginning(evening: Evening):
    before = current_state(evening.chat_session.pk, StreamName.PUBLIC)
    Stream.objects.filter(chat_session=evening.chat_session).update(epoch="restored")

    after = current_state(evening.chat_session.pk, StreamName.PUBLIC)
    assert (after.epoch, after.seq, after.state) == ("restored", before.seq, before.state)


@pytest.mark.django_db
def test_an_unknown_chat_session_is_unknown_and_takes_nobodys_place(evening: Evening):
    current_state(evening.chat_session.pk, StreamName.PUBLIC)
    for number in range(200):
        with pytest.raises(Stream.DoesNotExist):
            current_state(UUID(int=number), StreamName.PUBLIC)

    assert count_queries(evening) == 1


@pytest.mark.django_db(transaction=True)
def test_many_threads_that_ask_at_once_are_told_the_same():
    evening = make_evening()
    for number in range(20):
        evening.queue(f"Question {number}?")

    def ask(_number: int) -> tuple[int, int]:
        try:
            current = current_state(evening.chat_session.pk, StreamName.PUBLIC)
        finally:
            connection.close()
        return current.seq, len(current.state["queue"])

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(40))) == {(len(evening.public_events()), 20)}


@pytest.mark.django_db
def test_a_citys_evening_is_kept_whole_and_no_page_folds_a_log_again():
    """144 rooms, each asked about in turn, as pages are loaded: what is known of one costs one query."""
    evening = make_evening()
    evening.queue()
    events = list(Event.objects.filter(stream__chat_session=evening.chat_session).select_related("stream"))
    rooms = [room_with(events, make_ward(number), evening.chat_session) for number in range(100, 244)]
    for room in rooms:
        assert current_state(room.pk, StreamName.PUBLIC).state == evening.public_state()
    with CaptureQueriesContext(connection) as queries:
        for room in rooms:
            current_state(room.pk, StreamName.PUBLIC)
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
    module._known.clear()
    other = make_evening(number=96)
    count_queries(evening), count_queries(other)
    monkeypatch.setattr(module, "MAX_KNOWN_BYTES", max(known.size for known in module._known.values()))
    assert count_queries(other) == 1
    assert count_queries(evening) == 2


@pytest.mark.django_db
def test_what_nobody_asks_about_is_let_go(evening: Evening, monkeypatch: pytest.MonkeyPatch):
    current_state(evening.chat_session.pk, StreamName.PUBLIC)
    monkeypatch.setattr(module, "UNUSED_S", -1.0)
    module.forget_unused()
    assert not module._known
