"""A room in this process, on a real database: news by hint, counts, joining and goodbyes."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from channels.testing import WebsocketCommunicator
from django.db import transaction

from chatserver.database.pools import readers, writers
from chatserver.live.admission.identity import Handshake
from chatserver.live.connection.connection import CROWD_AGAIN_AFTER_MS
from chatserver.live.connection.long_poll import LongPoll, answer_long_poll
from chatserver.live.fanout import hub as hubs
from chatserver.live.fanout import room as rooms
from chatserver.live.fanout.hub import Hub, TooManyRooms, attendance_in, hub_here
from chatserver.live.fanout.outbound import Outbound
from chatserver.live.fanout.polling import polled_frame
from chatserver.live.fanout.room import BEHIND_AT_MOST_S, Room
from chatserver.live.fanout.subscribers import Subscriber
from chatserver.live.wire.protocol import Close, You
from chatserver.live.wire.resume import ResumePosition
from chatserver.routing import sockets
from moderation.questions.notices import post_notice
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.chats.questions.own_questions import back_question
from sessions.contract.limits import MAX_CONFIRMATIONS_A_SECOND
from sessions.log.replica import MAX_REPLAY_EVENTS
from sessions.models import Stream
from tests.chatserver.live.sockets import PATIENCE_S, close_connections, until_closed
from tests.chatserver.live.wires import Wire
from tests.factories.evening import Evening, make_evening
from tests.measuring.stopwatch import Stopwatch

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.costly]

YOU = You(role="resident", may=(), questions=[], backed=[])


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    return make_evening()


@pytest.fixture
async def hub(evening: Evening) -> AsyncIterator[Hub]:
    yield hub_here()
    await close_connections()


async def open_room(hub: Hub, chat_session_id: UUID) -> Room:
    room = await hub.open_room(chat_session_id)
    assert room is not None
    return room


def subscribe(
    room: Room, person: int, *, public_id: UUID | None = None, is_desk: bool = False
) -> tuple[Wire, Subscriber]:
    wire = Wire()
    subscriber = Subscriber(Outbound(wire.send), person, public_id, "en", is_desk)
    room.subscribe(subscriber, YOU, ResumePosition(), room.expect())
    return wire, subscriber


async def eventually(is_so: Callable[[], object], *, within_s: float = 30.0) -> None:
    async with asyncio.timeout(within_s):
        while not is_so():  # noqa: ASYNC110 -- what is watched belongs to a server's send, which nobody wakes
            await asyncio.sleep(0.01)


async def test_a_commit_reaches_every_subscriber_within_a_moment(hub: Hub, evening: Evening) -> None:
    room = await open_room(hub, evening.chat_session.pk)
    wires = [subscribe(room, person)[0] for person in range(5)]
    await writers.run(post_notice, evening.chat_session, moderator=evening.moderator, text="Welcome.")
    await eventually(lambda: all(has_notice(wire) for wire in wires))
    assert len({frame_text(wire) for wire in wires}) == 1


def has_notice(wire: Wire) -> bool:
    return any(event["type"] == "notice.posted" for frame in wire.frames for event in frame.get("events", []))


def frame_text(wire: Wire) -> str:
    return str([frame for frame in wire.frames if frame["type"] == "events" and frame["events"]])


async def test_a_room_is_read_once_however_many_open_it(hub: Hub, evening: Evening) -> None:
    rooms = await asyncio.gather(*(hub.open_room(evening.chat_session.pk) for _ in range(100)))
    assert len(set(rooms)) == 1
    assert await hub.open_room(UUID(int=0)) is None


@pytest.fixture
async def over(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Three chats that are over, where two rooms of such chats have place."""
    monkeypatch.setattr(hubs, "MAX_OVER_ROOMS", 2)
    monkeypatch.setattr(hubs, "OVER_STAYS_S", 0.2)

    def close_three() -> list[UUID]:
        evenings = [make_evening(number=number) for number in (101, 102, 103)]
        for each in evenings:
            close_chat_session(each.chat_session, by="clerk")
        return [each.chat_session.pk for each in evenings]

    return await writers.run(close_three)


@pytest.mark.long
@pytest.mark.row("threat", 39)
async def test_rooms_of_chats_that_are_over_are_bounded_and_all_others_have_place(
    hub: Hub, evening: Evening, over: list[UUID]
) -> None:
    read = [await open_room(hub, each) for each in over[:2]]
    subscribe(read[1], 1)
    with pytest.raises(TooManyRooms):
        await hub.open_room(over[2])
    live = await open_room(hub, evening.chat_session.pk)
    assert [await hub.open_room(each) for each in over[:2]] == read
    await eventually(lambda: read[0].is_unused(after_s=hubs.OVER_STAYS_S))
    last = await open_room(hub, over[2])
    subscribe(last, 2)
    with pytest.raises(TooManyRooms):
        await hub.open_room(over[0])
    assert [await hub.open_room(each) for each in (over[1], over[2], evening.chat_session.pk)] == [read[1], last, live]


@pytest.mark.long
@pytest.mark.row("threat", 39)
async def test_who_finds_no_place_in_such_a_room_is_told_to_come_back(hub: Hub, over: list[UUID]) -> None:
    for number, each in enumerate(over[:2]):
        subscribe(await open_room(hub, each), number)
    socket = WebsocketCommunicator(sockets, f"/ws/room/{over[2]}/", headers=[])
    assert (await socket.connect(PATIENCE_S))[0]
    bye = await until_closed(socket)
    assert (bye["code"], bye["after_ms"] >= CROWD_AGAIN_AFTER_MS) == (Close.OVERLOADED, True)
    handshake = Handshake(None, "en", has_chosen=True)
    answer = await answer_long_poll(hub, LongPoll(handshake, over[2], ResumePosition("e", 1), "", 1.0, "10.0.0.1"))
    assert answer is not None
    assert (json.loads(answer.text)["code"], answer.after_ms >= CROWD_AGAIN_AFTER_MS) == ("busy", True)


async def test_a_note_between_reading_own_questions_and_subscribing_is_told(hub: Hub, evening: Evening) -> None:
    room = await open_room(hub, evening.chat_session.pk)
    subscribe(room, 1)
    author = evening.residents[0]
    notes_from = room.expect()
    await writers.run(evening.ask)
    await eventually(lambda: room.tailer.streams.desk.seq > notes_from)
    wire = Wire()
    room.subscribe(
        Subscriber(Outbound(wire.send), 2, author.public_id, "en", is_desk=False), YOU, ResumePosition(), notes_from
    )
    assert [(frame["type"], frame.get("state") if frame["type"] == "note" else None) for frame in wire.frames] == [
        ("welcome", None),
        ("snapshot", None),
        ("note", "waiting"),
    ]


@pytest.mark.long
@pytest.mark.usefixtures("few_ask_for_many")
async def test_a_resident_beside_a_busy_desk_still_gets_their_own_first_note(hub: Hub, evening: Evening) -> None:
    room = await open_room(hub, evening.chat_session.pk)
    wires = [subscribe(room, person, public_id=evening.residents[person].public_id)[0] for person in range(2)]
    for _ in range(4):
        await writers.run(ask_often, evening, MAX_REPLAY_EVENTS // 3)
    last = await writers.run(evening.ask, by=1)
    await eventually(lambda: any(frame.get("question") == str(last.pk) for frame in wires[1].frames))
    assert wires[1].types.count("note") == 1
    assert [wire.close_code for wire in wires] == [None, None]


async def test_everybody_gets_the_same_however_news_of_both_streams_come_together(hub: Hub, evening: Evening) -> None:
    room = await open_room(hub, evening.chat_session.pk)
    author, other = (subscribe(room, index, public_id=evening.residents[index].public_id)[0] for index in range(2))
    moderator, _reader = subscribe(room, 2, is_desk=True)
    visitor, _reader = subscribe(room, 3)
    everybody = (author, other, moderator, visitor)
    for _ in range(3):
        await writers.run(ask_and_approve, evening)
        goal = await writers.run(lambda: len(evening.public_events()))
        await eventually(lambda: all(public_of(wire)[-1]["seq"] == goal for wire in everybody))  # noqa: B023

    assert all(heard_in_order(public_of(wire)) for wire in everybody)
    assert [note["state"] for note in author.frames if note["type"] == "note"] == ["waiting", "queued"] * 3
    assert "note" not in [*other.types, *visitor.types]


def ask_and_approve(evening: Evening) -> None:
    with transaction.atomic():  # news in both streams at once
        evening.queue()


def public_of(wire: Wire) -> list[dict[str, Any]]:
    return [frame for frame in wire.frames if frame.get("stream") == "public"]


def heard_in_order(frames: list[dict[str, Any]]) -> bool:
    """A snapshot, and from there every event once."""
    snapshot, *news = frames
    numbers = [event["seq"] for frame in news for event in frame["events"]]
    return snapshot["type"] == "snapshot" and numbers == list(range(snapshot["seq"] + 1, frames[-1]["seq"] + 1))


def ask_often(evening: Evening, times: int) -> None:
    for _ in range(times):
        evening.ask(by=0)


async def test_counts_are_the_same_for_new_and_present_subscribers(hub: Hub, evening: Evening) -> None:
    room = await open_room(hub, evening.chat_session.pk)
    first, _ = subscribe(room, 1)
    second, subscriber = subscribe(room, 2)
    assert [wire.frames[1]["state"]["counts"]["present"] for wire in (first, second)] == [1, 1]
    await eventually(lambda: "events" in first.types and "events" in second.types)
    assert [wire.frames[2]["counts"]["present"] for wire in (first, second)] == [2, 2]
    assert attendance_in(evening.chat_session.pk) == (2, 0)
    room.leave(subscriber)
    room.leave(subscriber)
    assert attendance_in(evening.chat_session.pk) == (1, 0)
    await eventually(lambda: first.frames[-1]["counts"]["present"] == 1)


async def test_backing_is_told_without_an_event(hub: Hub, evening: Evening) -> None:
    question = await writers.run(evening.queue)
    room = await open_room(hub, evening.chat_session.pk)
    wire, _ = subscribe(room, 1)
    await writers.run(back_question, evening.chat_session, question.pk, person=evening.residents[1], on=True)
    await eventually(lambda: counts_of(wire)[-1]["backing"] == {str(question.pk): 1})
    assert not any(frame["events"] for frame in wire.frames if frame["type"] == "events")


@pytest.mark.long
async def test_a_client_that_comes_back_beside_another_tab_is_told_the_current_counts(
    hub: Hub, evening: Evening
) -> None:
    """Nobody came and nobody went, so nothing else would tell them."""
    question = await writers.run(evening.queue)
    room = await open_room(hub, evening.chat_session.pk)
    stays, _reader = subscribe(room, 1)
    _wire, cut_off = subscribe(room, 1)
    room.leave(cut_off)
    await writers.run(back_question, evening.chat_session, question.pk, person=evening.residents[1], on=True)
    await eventually(lambda: counts_of(stays) and counts_of(stays)[-1]["backing"] == {str(question.pk): 1})

    back = Wire()
    public = room.tailer.streams.public
    subscriber = Subscriber(Outbound(back.send), 1, None, "en", is_desk=False)
    room.subscribe(subscriber, YOU, ResumePosition(public.epoch, public.seq), room.expect())

    assert counts_of(back)[-1]["backing"] == {str(question.pk): 1}


async def test_a_client_that_never_stops_reporting_is_sent_away(hub: Hub, evening: Evening) -> None:
    room = await open_room(hub, evening.chat_session.pk)
    (flooding, flooder), (honest, reporter) = subscribe(room, 1), subscribe(room, 2)
    for _ in range(MAX_CONFIRMATIONS_A_SECOND + 1):
        room.confirm(flooder, 1)
    for _ in range(3):
        for _ in range(MAX_CONFIRMATIONS_A_SECOND // 2):
            room.confirm(reporter, 1)
        room.check_subscribers(time.monotonic())

    assert (flooding.types[-1], flooding.close_code) == ("bye", 4003)
    assert flooding.frames[-1]["after_ms"] >= 30_000
    assert honest.close_code is None


def counts_of(wire: Wire) -> list[dict[str, Any]]:
    return [frame["counts"] if "counts" in frame else frame["state"]["counts"] for frame in wire.frames[1:]]


async def test_a_socket_whose_line_breaks_harms_no_other(hub: Hub, evening: Evening) -> None:
    room = await open_room(hub, evening.chat_session.pk)
    broken, _ = subscribe(room, 1)
    whole, _ = subscribe(room, 2)
    broken.error = ConnectionResetError()
    for text in ("One.", "Two."):
        await writers.run(post_notice, evening.chat_session, moderator=evening.moderator, text=text)
    await eventually(lambda: whole.frames[-1]["seq"] == room.tailer.streams.public.seq and has_notice(whole))
    assert not has_notice(broken)


async def test_the_goodbye_reaches_everybody_and_nobody_stays(hub: Hub, evening: Evening) -> None:
    room = await open_room(hub, evening.chat_session.pk)
    wires = [subscribe(room, person)[0] for person in range(3)]
    await hub.close_sockets()
    assert [(wire.close_code, wire.frames[-1]["type"]) for wire in wires] == [(4000, "bye")] * 3
    assert attendance_in(evening.chat_session.pk) == (0, 0)


async def test_after_a_restore_those_who_may_have_questions_join_again_and_others_get_a_snapshot(
    hub: Hub, evening: Evening
) -> None:
    room = await open_room(hub, evening.chat_session.pk)
    resident, _ = subscribe(room, 1, public_id=evening.residents[0].public_id)
    visitor, _ = subscribe(room, 2)
    desk, _ = subscribe(room, 3, public_id=evening.moderator.public_id, is_desk=True)
    await writers.run(Stream.objects.update, epoch="restored")
    room.tailer.hint()
    await eventually(lambda: [wire.types.count("snapshot") for wire in (visitor, desk)] == [2, 4])
    assert [wire.close_code for wire in (resident, visitor, desk)] == [4004, None, None]
    assert (resident.types.count("snapshot"), resident.frames[-1]["code"]) == (1, 4004)
    assert {wire.frames[-1]["epoch"] for wire in (visitor, desk)} == {"restored"}


async def test_a_client_from_a_process_that_was_ahead_is_not_taken_back(hub: Hub, evening: Evening) -> None:
    room = await open_room(hub, evening.chat_session.pk)
    public, desk = room.tailer.streams
    resume_from = ResumePosition(public.epoch, public.seq + 1, desk.seq)
    waiting = asyncio.create_task(room.catch_up_with(resume_from))
    await asyncio.sleep(0)
    assert not waiting.done()
    await writers.run(post_notice, evening.chat_session, moderator=evening.moderator, text="Seen elsewhere.")
    await waiting
    assert resume_from.within(public) == public.seq


async def test_nobody_waits_long_for_events_that_never_come(
    hub: Hub, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await open_room(hub, evening.chat_session.pk)
    epoch = room.tailer.streams.public.epoch
    monkeypatch.setattr(rooms, "BEHIND_OTHERS_S", 600.0)
    async with asyncio.timeout(60):
        await room.catch_up_with(ResumePosition("another", 10**9))
    monkeypatch.setattr(rooms, "BEHIND_OTHERS_S", 0.3)
    began, watch = time.monotonic(), Stopwatch()
    await room.catch_up_with(ResumePosition(epoch, 10**9))
    assert time.monotonic() - began >= 0.3
    assert watch.seconds < 2


async def test_a_room_whose_housekeeping_fails_harms_no_other(
    hub: Hub, evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    other = await writers.run(make_evening, number=96)
    broken, whole = [await open_room(hub, there.chat_session.pk) for there in (evening, other)]
    _, nonsense = subscribe(broken, 1)
    slow, subscriber = subscribe(whole, 2)
    nonsense.sent_at = None  # type: ignore[assignment]
    subscriber.behind_since = time.monotonic() - BEHIND_AT_MOST_S - 1
    await eventually(lambda: slow.close_code == 4001)
    assert "Checking a room failed; the server will retry.\n" in caplog.text
    broken.leave(nonsense)


async def test_the_first_poll_tells_how_many_people_are_here(hub: Hub, evening: Evening) -> None:
    room = await open_room(hub, evening.chat_session.pk)
    subscribe(room, 1)
    _, second = subscribe(room, 2)
    first = await poll(ResumePosition(), evening)
    assert (first["type"], first["state"]["counts"]["present"]) == ("snapshot", 2)
    room.leave(second)
    then = await poll(ResumePosition(first["epoch"], first["seq"]), evening)
    assert (then["type"], then["counts"]["present"]) == ("events", 1)


async def poll(resume_from: ResumePosition, evening: Evening) -> Any:
    attendance = attendance_in(evening.chat_session.pk)
    frame = await readers.run(
        partial(polled_frame, evening.chat_session.pk, "public", resume_from, attendance=attendance)
    )
    assert frame is not None
    return json.loads(frame)
