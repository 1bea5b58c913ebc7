"""What one reader is sent next."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from chatserver.live.delivery import Delivery, bring_up
from chatserver.live.feed import NOWHERE, Feed
from chatserver.live.line import Line
from chatserver.live.news import Feeds
from chatserver.live.protocol import Counts
from chatserver.live.reader import MAX_UNCONFIRMED_BYTES, MAX_UNCONFIRMED_FRAMES, Reader
from tests.chatserver.live.test_feed import SUMI, asked, declined, notice
from tests.chatserver.live.wires import Wire


@pytest.fixture
def feeds() -> Feeds:
    feeds = Feeds(Feed("public", "e"), Feed("desk", "e"))
    feeds.public.apply([notice(1), notice(2)])
    feeds.public.set_counts(Counts(present=1, backing={}))
    return feeds


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def reader(wire: Wire) -> Callable[..., Reader]:
    def make(*, is_desk: bool = False, public_id: UUID | None = None, **at: Any) -> Reader:
        return Reader(Line(wire.send), 7, public_id, "en", is_desk, **at)

    return make


MakeReader = Callable[..., Reader]


async def test_whoever_comes_gets_a_snapshot_then_events_then_nothing(
    feeds: Feeds, wire: Wire, reader: MakeReader
) -> None:
    somebody = reader()
    assert bring_up(somebody, feeds, 0.0) is Delivery.SENT
    feeds.public.apply([notice(3)])
    assert bring_up(somebody, feeds, 0.0) is Delivery.SENT
    assert bring_up(somebody, feeds, 0.0) is Delivery.NOTHING
    assert [(frame["type"], frame["seq"]) for frame in wire.frames] == [("snapshot", 2), ("events", 3)]


async def test_a_resident_never_gets_a_byte_of_the_desk(feeds: Feeds, wire: Wire, reader: MakeReader) -> None:
    feeds.desk.apply([asked(1, None)])
    resident = reader(public_id=SUMI)
    bring_up(resident, feeds, 0.0)
    feeds.desk.apply([asked(2, SUMI), declined(3, 2, SUMI)])
    resident.desk_seq = 1
    bring_up(resident, feeds, 0.0)
    assert wire.types == ["snapshot", "note", "note"]
    assert "canary" not in json.dumps(wire.frames)
    assert resident.desk_seq == 3


async def test_the_desk_gets_both_streams_and_no_notes(feeds: Feeds, wire: Wire, reader: MakeReader) -> None:
    moderator = reader(is_desk=True, public_id=SUMI)
    bring_up(moderator, feeds, 0.0)
    feeds.desk.apply([asked(1, SUMI)])
    bring_up(moderator, feeds, 0.0)
    assert [(frame["type"], frame["stream"]) for frame in wire.frames] == [
        ("snapshot", "public"),
        ("snapshot", "desk"),
        ("events", "desk"),
    ]


async def test_a_reader_that_confirms_nothing_is_passed_by_and_caught_up_later(
    feeds: Feeds, wire: Wire, reader: MakeReader
) -> None:
    slow = reader(public_seq=2, desk_seq=0, counts_version=1)
    for seq in range(3, 40):
        feeds.public.apply([notice(seq)])
        bring_up(slow, feeds, float(seq))
    assert (len(wire.frames), slow.behind_since) == (MAX_UNCONFIRMED_FRAMES, 3 + MAX_UNCONFIRMED_FRAMES)
    slow.confirm(3, now=50.0)
    assert bring_up(slow, feeds, 50.0) is Delivery.SENT
    assert slow.behind_since is None
    numbers = [event["seq"] for frame in wire.frames for event in frame["events"]]
    assert numbers == list(range(3, 40))


async def test_many_unconfirmed_bytes_are_as_much_as_many_frames(feeds: Feeds, wire: Wire, reader: MakeReader) -> None:
    slow = reader(public_seq=2, desk_seq=0, counts_version=1)
    for seq in range(3, 20):
        feeds.public.apply([notice(seq, "x" * 100_000)])
        bring_up(slow, feeds, 0.0)
    assert sum(len(json.dumps(frame)) for frame in wire.frames) < MAX_UNCONFIRMED_BYTES + 110_000
    assert len(wire.frames) == 3


async def test_a_snapshot_needs_no_confirming(feeds: Feeds, wire: Wire, reader: MakeReader) -> None:
    feeds.public.apply([notice(3, "x" * 300_000)])
    newcomer = reader()
    bring_up(newcomer, feeds, 0.0)
    feeds.public.apply([notice(4)])
    assert bring_up(newcomer, feeds, 0.0) is Delivery.SENT
    assert wire.types == ["snapshot", "events"]


async def test_a_full_line_is_left_alone(feeds: Feeds, wire: Wire, reader: MakeReader) -> None:
    stuck = reader(public_seq=2, desk_seq=0, counts_version=1)
    wire.is_open.clear()
    for seq in (3, 4, 5):
        feeds.public.apply([notice(seq)])
        bring_up(stuck, feeds, float(seq))
    assert (stuck.public_seq, stuck.behind_since) == (3, 4.0)
    freed = asyncio.Event()
    stuck.line.on_free = freed.set
    wire.is_open.set()
    await freed.wait()
    assert bring_up(stuck, feeds, 6.0) is Delivery.SENT
    assert [frame["seq"] for frame in wire.frames] == [3, 5]


async def test_a_position_of_the_public_stream_covers_the_desk_frames_before_it(
    feeds: Feeds, wire: Wire, reader: MakeReader
) -> None:
    moderator = reader(is_desk=True, public_seq=2, desk_seq=0, counts_version=1)
    for seq in range(1, 30):
        feeds.desk.apply([asked(seq, None)])
        bring_up(moderator, feeds, 0.0)
    assert len(wire.frames) == MAX_UNCONFIRMED_FRAMES
    moderator.confirm(2, now=1.0)
    assert bring_up(moderator, feeds, 1.0) is Delivery.SENT
    assert moderator.desk_seq == 29


async def test_notes_that_are_gone_are_said_to_be_lost(feeds: Feeds, wire: Wire, reader: MakeReader) -> None:
    author = reader(public_id=SUMI, public_seq=2, desk_seq=0, counts_version=1)
    feeds.desk.apply(asked(seq, SUMI) for seq in range(1, 400))
    assert bring_up(author, feeds, 0.0) is Delivery.LOST
    visitor = reader(public_seq=2, desk_seq=0, counts_version=1)
    assert bring_up(visitor, feeds, 0.0) is Delivery.NOTHING
    assert visitor.desk_seq == 399


async def test_counts_alone_are_told_to_those_who_lack_them(feeds: Feeds, wire: Wire, reader: MakeReader) -> None:
    back_again = reader(public_seq=2, desk_seq=0)
    assert bring_up(back_again, feeds, 0.0) is Delivery.SENT
    assert [(frame["first"], frame["events"], frame["counts"]["present"]) for frame in wire.frames] == [(3, [], 1)]
    assert back_again.public_seq == 2
    assert NOWHERE not in (back_again.public_seq, back_again.counts_version)
