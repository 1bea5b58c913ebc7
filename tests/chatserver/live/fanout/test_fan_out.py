"""The next frames for one subscriber."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from chatserver.live.fanout.fan_out import Delivery, bring_up
from chatserver.live.fanout.outbound import Outbound
from chatserver.live.fanout.stream_frames import Streams
from chatserver.live.fanout.subscribers import Subscriber
from chatserver.live.wire.protocol import Counts
from chatserver.live.wire.resume import NOWHERE
from sessions.contract.limits import MAX_UNCONFIRMED_BYTES, MAX_UNCONFIRMED_FRAMES
from tests.chatserver.live.fanout.test_stream_frames import SUMI, asked, declined, notice
from tests.chatserver.live.wires import Wire
from tests.clients.frames_without_log import framed


@pytest.fixture
def streams() -> Streams:
    streams = Streams(framed("public"), framed("desk"))
    streams.public.apply([notice(1), notice(2)])
    streams.public.set_counts(Counts(present=1, backing={}))
    return streams


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def subscriber(wire: Wire) -> Callable[..., Subscriber]:
    def make(*, is_desk: bool = False, public_id: UUID | None = None, **at: Any) -> Subscriber:
        return Subscriber(Outbound(wire.send), 7, public_id, "en", is_desk, **at)

    return make


MakeReader = Callable[..., Subscriber]


async def test_a_new_subscriber_gets_a_snapshot_then_events_then_nothing(
    streams: Streams, wire: Wire, subscriber: MakeReader
) -> None:
    somebody = subscriber()
    assert bring_up(somebody, streams, 0.0) is Delivery.SENT
    streams.public.apply([notice(3)])
    assert bring_up(somebody, streams, 0.0) is Delivery.SENT
    assert bring_up(somebody, streams, 0.0) is Delivery.NOTHING
    assert [(frame["type"], frame["seq"]) for frame in wire.frames] == [("snapshot", 2), ("events", 3)]


async def test_a_resident_never_gets_a_byte_of_the_desk(streams: Streams, wire: Wire, subscriber: MakeReader) -> None:
    streams.desk.apply([asked(1, None)])
    resident = subscriber(public_id=SUMI)
    bring_up(resident, streams, 0.0)
    streams.desk.apply([asked(2, SUMI), declined(3, 2, SUMI)])
    resident.desk_seq = 1
    bring_up(resident, streams, 0.0)
    assert wire.types == ["snapshot", "note", "note"]
    assert "canary" not in json.dumps(wire.frames)
    assert resident.desk_seq == 3


async def test_the_desk_gets_both_streams_and_no_notes(streams: Streams, wire: Wire, subscriber: MakeReader) -> None:
    moderator = subscriber(is_desk=True, public_id=SUMI)
    bring_up(moderator, streams, 0.0)
    streams.desk.apply([asked(1, SUMI)])
    bring_up(moderator, streams, 0.0)
    assert [(frame["type"], frame["stream"]) for frame in wire.frames] == [
        ("snapshot", "public"),
        ("snapshot", "desk"),
        ("events", "desk"),
    ]


async def test_a_subscriber_that_confirms_nothing_is_skipped_and_caught_up_later(
    streams: Streams, wire: Wire, subscriber: MakeReader
) -> None:
    slow = subscriber(public_seq=2, desk_seq=0, counts_version=1)
    for seq in range(3, 40):
        streams.public.apply([notice(seq)])
        bring_up(slow, streams, float(seq))
    assert (len(wire.frames), slow.behind_since) == (MAX_UNCONFIRMED_FRAMES, 3 + MAX_UNCONFIRMED_FRAMES)
    slow.confirm(3, now=50.0)
    assert bring_up(slow, streams, 50.0) is Delivery.SENT
    assert slow.behind_since is None
    numbers = [event["seq"] for frame in wire.frames for event in frame["events"]]
    assert numbers == list(range(3, 40))


async def test_many_unconfirmed_bytes_are_as_much_as_many_frames(
    streams: Streams, wire: Wire, subscriber: MakeReader
) -> None:
    slow = subscriber(public_seq=2, desk_seq=0, counts_version=1)
    for seq in range(3, 20):
        streams.public.apply([notice(seq, "x" * 100_000)])
        bring_up(slow, streams, 0.0)
    assert sum(len(json.dumps(frame)) for frame in wire.frames) < MAX_UNCONFIRMED_BYTES + 110_000
    assert len(wire.frames) == 3


async def test_a_snapshot_needs_no_confirming(streams: Streams, wire: Wire, subscriber: MakeReader) -> None:
    streams.public.apply([notice(3, "x" * 300_000)])
    newcomer = subscriber()
    bring_up(newcomer, streams, 0.0)
    streams.public.apply([notice(4)])
    assert bring_up(newcomer, streams, 0.0) is Delivery.SENT
    assert wire.types == ["snapshot", "events"]


async def test_a_full_line_is_left_alone(streams: Streams, wire: Wire, subscriber: MakeReader) -> None:
    stuck = subscriber(public_seq=2, desk_seq=0, counts_version=1)
    wire.is_open.clear()
    for seq in (3, 4, 5):
        streams.public.apply([notice(seq)])
        bring_up(stuck, streams, float(seq))
    assert (stuck.public_seq, stuck.behind_since) == (3, 4.0)
    freed = asyncio.Event()
    stuck.outbound.on_free = freed.set
    wire.is_open.set()
    await freed.wait()
    assert bring_up(stuck, streams, 6.0) is Delivery.SENT
    assert [frame["seq"] for frame in wire.frames] == [3, 5]


async def test_a_position_of_the_public_stream_covers_the_desk_frames_before_it(
    streams: Streams, wire: Wire, subscriber: MakeReader
) -> None:
    moderator = subscriber(is_desk=True, public_seq=2, desk_seq=0, counts_version=1)
    for seq in range(1, 30):
        streams.desk.apply([asked(seq, None)])
        bring_up(moderator, streams, 0.0)
    assert len(wire.frames) == MAX_UNCONFIRMED_FRAMES
    moderator.confirm(2, now=1.0)
    assert bring_up(moderator, streams, 1.0) is Delivery.SENT
    assert moderator.desk_seq == 29


async def test_notes_that_are_gone_are_said_to_be_lost(streams: Streams, wire: Wire, subscriber: MakeReader) -> None:
    author = subscriber(public_id=SUMI, public_seq=2, desk_seq=0, counts_version=1)
    streams.desk.apply(asked(seq, SUMI) for seq in range(1, 400))
    assert bring_up(author, streams, 0.0) is Delivery.LOST
    visitor = subscriber(public_seq=2, desk_seq=0, counts_version=1)
    assert bring_up(visitor, streams, 0.0) is Delivery.NOTHING
    assert visitor.desk_seq == 399


async def test_counts_alone_go_to_subscribers_that_lack_them(
    streams: Streams, wire: Wire, subscriber: MakeReader
) -> None:
    back_again = subscriber(public_seq=2, desk_seq=0)
    assert bring_up(back_again, streams, 0.0) is Delivery.SENT
    assert [(frame["first"], frame["events"], frame["counts"]["present"]) for frame in wire.frames] == [(3, [], 1)]
    assert back_again.public_seq == 2
    assert NOWHERE not in (back_again.public_seq, back_again.counts_version)
