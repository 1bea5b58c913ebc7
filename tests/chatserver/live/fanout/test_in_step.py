"""Subscribers that are told the same together: whatever happens, each gets everything once, in order, on its credit."""

import asyncio
import math
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.live.fanout import fan_out
from chatserver.live.fanout.in_step import CatchUp, InStep
from chatserver.live.fanout.outbound import Outbound
from chatserver.live.fanout.room import BEAT_AFTER_S, Room
from chatserver.live.fanout.stream_frames import Streams
from chatserver.live.fanout.subscribers import Subscriber
from chatserver.live.wire.frames import Prepared
from chatserver.live.wire.protocol import Counts, You
from chatserver.live.wire.resume import ResumePosition
from sessions.contract.limits import MAX_UNCONFIRMED_BYTES, MAX_UNCONFIRMED_FRAMES
from tests.chatserver.live.fanout.test_stream_frames import asked, notice
from tests.chatserver.live.wires import Port, Wire, read_frame
from tests.clients.frames_without_log import framed

YOU = You(role="resident", may=(), questions=[], backed=[])
PEOPLE = 6
MANY_BYTES = math.ceil(MAX_UNCONFIRMED_BYTES / 300**2)
"""So many frames of this size are as much as one client may leave unconfirmed."""


class Client:
    """Reads what its port is given, and finds whatever may not be: a gap, a repetition, more than its credit."""

    def __init__(self, room: Room, number: int) -> None:
        self.port = Port()
        self.seq = -1
        self.notes: list[str] = []
        self.counts: dict[str, Any] = {}
        self.unconfirmed: list[int] = []
        self.person = UUID(int=number + 1)
        self._read = 0
        self.subscriber = Subscriber(Outbound(Wire().send, self.port), number, self.person, "en", is_desk=False)
        room.subscribe(self.subscriber, YOU, ResumePosition(), room.expect())

    def read(self) -> None:
        for frame in self.port.written[self._read :]:
            self.hear(read_frame(frame))
        self._read = len(self.port.written)

    def hear(self, told: dict[str, Any]) -> None:
        match told["type"]:
            case "snapshot":
                assert told["seq"] >= self.seq
                self.seq, self.counts = told["seq"], told["state"]["counts"]
            case "events":
                assert told["first"] == self.seq + 1
                self.seq, self.counts = told["seq"], told.get("counts", self.counts)
                self.unconfirmed.append(self.seq)
                assert len(self.unconfirmed) <= MAX_UNCONFIRMED_FRAMES
            case "note":
                self.notes.append(told["question"])

    def confirm(self, *, all_but: int = 0) -> None:
        """Report a position, perhaps an earlier one than the last."""
        self.read()
        seq = max(self.seq - all_but, 0)
        self.unconfirmed = [each for each in self.unconfirmed if each > seq]
        self.say(seq)

    def say(self, seq: int) -> None:
        if self.port.on_text is not None:
            assert self.port.on_text(b'{"type":"pos","seq":%d}' % seq)

    def clear(self) -> None:
        self.port.is_full = False
        if self.port.on_clear is not None:
            self.port.on_clear()


class Evening:
    """A room without a log, its clients, and what each of them has to be told."""

    def __init__(self) -> None:
        self.streams = Streams(framed("public"), framed("desk"))
        self.streams.public.set_counts(Counts(present=0, backing={}))
        self.room = Room(uuid4(), self.streams)
        self.in_step = self.room._in_step
        self.clients: list[Client] = []
        self.notes: dict[UUID, list[str]] = {}

    def join(self, _number: int = 0) -> None:
        if len(self.clients) < PEOPLE:
            self.clients.append(Client(self.room, len(self.notes)))
            self.notes[self.clients[-1].person] = []

    def leave(self, number: int) -> None:
        if self.clients:
            client = self.clients[number % len(self.clients)]
            self.room.leave(client.subscriber)
            self.clients.remove(client)
            client.read()

    def post(self, size: int = 1) -> None:
        self.streams.public.apply([notice(self.streams.public.seq + 1, "x" * size * size)])

    def note(self, number: int) -> None:
        seq = self.streams.desk.seq + 1
        person = self.clients[number % len(self.clients)].person if self.clients else None
        self.streams.desk.apply([asked(seq, person)])
        if person is not None:
            self.notes[person].append(f"q{seq}")

    def count(self, present: int) -> None:
        self.streams.public.set_counts(Counts(present=present, backing={}))

    def fill(self, number: int) -> None:
        self._of(number, lambda client: setattr(client.port, "is_full", True))

    def clear(self, number: int) -> None:
        self._of(number, Client.clear)

    def confirm(self, number: int) -> None:
        self._of(number, Client.confirm)

    def confirm_some(self, number: int) -> None:
        self._of(number, lambda client: client.confirm(all_but=number // PEOPLE))

    def confirm_too_much(self, number: int) -> None:
        """A position that the client was never sent is a lie, which harms nobody."""
        self._of(number, lambda client: client.confirm(all_but=-1))

    async def follow(self, notices: int) -> None:
        """One notice after the other, which nobody confirms."""
        for _notice in range(notices % 20):
            self.post()
            await self.room.fan_out()

    async def fan_out(self, meanwhile: list[tuple[str, int]]) -> None:
        """A round; some things happen while it goes on, as in a large room."""
        going = asyncio.create_task(self.room.fan_out())
        for name, number in meanwhile:
            await asyncio.sleep(0)
            if name in MEANWHILE:
                getattr(self, name)(number)
        await going

    async def settle(self) -> None:
        """Everybody reads everything and confirms it."""
        for _round in range(2):
            for client in self.clients:
                client.clear()
                client.confirm()
            await self.room.fan_out()
        for client in self.clients:
            client.read()

    def _of(self, number: int, do: Callable[[Client], object]) -> None:
        if self.clients:
            client = self.clients[number % len(self.clients)]
            client.read()
            do(client)


ANY_TIME = ("join", "leave", "post", "note", "count", "fill", "clear", "confirm", "confirm_some", "confirm_too_much")
MEANWHILE = ("join", "leave", "fill", "clear", "confirm", "confirm_some")
"""While a round goes on, the streams stand still."""

happening = st.tuples(st.sampled_from((*ANY_TIME, "fan_out", "fan_out", "follow")), st.integers(0, 40))


@given(st.lists(happening, max_size=80))
def test_everybody_gets_everything_once_and_in_order(happened: list[tuple[str, int]]) -> None:
    asyncio.run(play(happened))


async def play(happened: list[tuple[str, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fan_out, "YIELD_EVERY", 2)
        evening = Evening()
        for _client in range(3):
            evening.join()
        for place, (name, number) in enumerate(happened):
            if name == "follow":
                await evening.follow(number)
            elif name == "fan_out":
                await evening.fan_out(happened[place + 1 : place + 1 + number % 5])
            else:
                getattr(evening, name)(number)
        await evening.settle()
        public = evening.streams.public
        assert public.counts is not None
        for client in evening.clients:
            assert (client.seq, client.counts["present"]) == (public.seq, public.counts.present)
            assert client.notes == evening.notes[client.person]


async def a_full_room() -> Evening:
    """Everybody is in step."""
    evening = Evening()
    for _client in range(PEOPLE):
        evening.join()
    await evening.room.fan_out()
    return evening


async def next_frame(evening: Evening, size: int = 1) -> None:
    evening.post(size)
    await evening.room.fan_out()
    for client in evening.clients:
        client.read()


async def test_those_who_keep_up_are_told_together() -> None:
    evening = await a_full_room()
    for _frame in range(3):
        await next_frame(evening)
        assert all(client.subscriber in evening.in_step for client in evening.clients)
    assert len({id(client.port.written[-1]) for client in evening.clients}) == 1


@pytest.mark.parametrize(("size", "frames"), [(1, MAX_UNCONFIRMED_FRAMES), (300, MANY_BYTES)])
async def test_who_confirms_nothing_is_skipped_and_the_others_are_not(size: int, frames: int) -> None:
    evening = await a_full_room()
    silent, *others = evening.clients
    for _frame in range(frames + 3):
        await next_frame(evening, size)
        for client in others:
            client.confirm()
    assert (len(silent.unconfirmed), silent.subscriber.behind_since is None) == (frames, False)
    assert {client.seq for client in others} == {frames + 3}
    silent.confirm()
    silent.read()
    assert (silent.seq, silent.subscriber.behind_since) == (frames + 3, None)


async def test_who_was_skipped_is_told_together_with_the_others_again() -> None:
    evening = await a_full_room()
    evening.clients[0].port.is_full = True
    await next_frame(evening)
    evening.clients[0].clear()
    for _frame in range(2):
        await next_frame(evening)
        for client in evening.clients:
            client.confirm()
    await next_frame(evening)
    assert all(client.subscriber in evening.in_step for client in evening.clients)


async def test_a_client_far_away_that_always_confirms_late_stays_in_step() -> None:
    in_step, port = InStep(), Port()
    far = Subscriber(Outbound(Wire().send, port), 7, None, "en", is_desk=False)
    far.public_seq, far.counts_version, far.desk_seq = in_step.position
    in_step.apart.add(far)
    in_step.admit(far)
    for seq in range(1, 60):
        step = CatchUp(Prepared(b"{}"), in_step.position, (seq, 0, 0))
        assert in_step.begin(step, 0.0).subscribers == (far,)
        assert in_step.confirm(far, seq - 5)


async def test_an_error_of_one_socket_sends_nothing_to_others_twice() -> None:
    evening = await a_full_room()
    broken = evening.clients[2].port
    broken.error = OSError("broken")
    evening.post()
    with pytest.raises(OSError, match="broken"):
        await evening.room.fan_out()
    broken.error = None
    await next_frame(evening)
    assert [client.seq for client in evening.clients] == [2] * PEOPLE


async def test_a_beat_comes_only_after_quiet_also_to_those_in_step() -> None:
    evening = await a_full_room()
    await next_frame(evening)
    last = time.monotonic()
    evening.room.check_subscribers(last + BEAT_AFTER_S - 1)
    assert not any(b'"beat"' in client.port.written[-1] for client in evening.clients)
    evening.room.check_subscribers(time.monotonic() + BEAT_AFTER_S)
    assert all(b'"beat"' in client.port.written[-1] for client in evening.clients)


async def test_after_a_restore_all_begin_with_a_snapshot() -> None:
    evening = await a_full_room()
    await next_frame(evening)
    visitor = Port()
    evening.room.subscribe(
        Subscriber(Outbound(Wire().send, visitor), None, None, "en", is_desk=False), YOU, ResumePosition(), 0
    )
    await next_frame(evening)
    evening.room.tailer.streams = Streams(framed("public"), framed("desk"))
    evening.room.tailer.streams.public.set_counts(Counts(present=1, backing={}))
    evening.room.start_over()
    await evening.room.fan_out()
    assert read_frame(visitor.written[-1])["type"] == "snapshot"
    assert all(client.subscriber.outbound.is_closed for client in evening.clients)
