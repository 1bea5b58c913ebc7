"""One signed-in resident's socket: follows the public stream by the contract, and finds breaches of it.

Kept small, because there are thousands: it holds a position, not the state. Whether a frame holds what the log says is
checked once for all who got the same one (tests/bench/load/receiving/seen.py).
"""

import json
import random
import uuid
from asyncio import Future
from typing import Any, Protocol

from picows import WSFrame, WSListener, WSMsgType, WSTransport

from tests.bench.load.receiving.heard import Heard
from tests.bench.load.receiving.received import Received, Told

FRAMES_BEFORE_POS = 4
NOWHERE = -1


class Home(Protocol):
    """The crowd that a resident belongs to."""

    received: Received
    replies: dict[str, Future[Heard]]

    def take_in(self, resident: "Resident") -> None:
        """Take in the news: the resident is up to date, for the first time or again."""

    def lose(self, resident: "Resident") -> None:
        """Lose the connection of the resident."""

    def remind(self, resident: "Resident") -> None:
        """Remind the resident: it has a position to report, two seconds from now at the latest."""


class Resident(WSListener):
    """epoch and seq: its position in the public stream; goal: the seq that its welcome named.

    faults counts breaches: a gap, a repetition, an event of another epoch, a step back.
    """

    def __init__(self, home: Home, number: int, room: int, cookie: str) -> None:
        self.home = home
        self.number = number
        self.room = room
        self.cookie = cookie
        self.epoch = ""
        self.seq = NOWHERE
        self.goal = NOWHERE
        self.attempt = 0
        self.after_ms: int | None = None
        self.stop_code = 0
        self.faults = 0
        self.snapshots = 0
        self.frames = 0
        self.counts: Told | None = None
        self.unreported = 0
        self.reports = 0
        self.is_caught_up = False
        self.transport: WSTransport | None = None

    @property
    def position(self) -> str:
        """The query of its address: where to resume from."""
        return f"?epoch={self.epoch}&since={self.seq}" if self.epoch else ""

    def send(self, op: str, fields: dict[str, Any]) -> "Future[Heard]":
        """Send a command; its ack or nack is the future's result."""
        assert self.transport is not None
        ref = str(uuid.UUID(int=random.getrandbits(128), version=4))
        reply = self.home.replies[ref] = Future()
        frame = {"type": "cmd", "ref": ref, "op": op, **fields}
        self.transport.send(WSMsgType.TEXT, json.dumps(frame).encode())
        return reply

    def report(self) -> None:
        """Report its position, if it has changed."""
        if self.unreported and self.transport is not None:
            self.unreported = 0
            self.reports += 1
            self.transport.send(WSMsgType.TEXT, b'{"type":"pos","seq":%d}' % self.seq)

    def cut(self) -> None:
        """Drop the connection without a close frame."""
        if self.transport is not None:
            self.transport.underlying_transport.abort()

    # Called by picows

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        self.goal = NOWHERE
        self.unreported = 0

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.transport = None
        self.is_caught_up = False
        self.home.lose(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.TEXT:
            self._hear(self.home.received.take(frame.get_payload_as_bytes()))
        elif frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()

    # The frames

    def _hear(self, told: Told) -> None:
        heard = told.heard
        match heard.type:
            case "events":
                self._follow(told, heard)
            case "ack" | "nack":
                self._answer(heard)
            case "snapshot":
                self._start_from(told, heard)
            case "welcome":
                self.after_ms, self.stop_code, self.goal = None, 0, heard.seq
                self._look_whether_caught_up(heard.epoch)
            case "bye":
                self.after_ms, self.stop_code = heard.after_ms, int(heard.code)
            case "beat":
                self.faults += heard.seq > self.seq  # an event was lost without a fault

    def _follow(self, told: Told, heard: Heard) -> None:
        if heard.first != self.seq + 1 or heard.epoch != self.epoch:
            self.faults += 1
        self.seq = heard.seq
        self.frames += 1
        if heard.counts:
            self.counts = told
        self.unreported += 1
        if self.unreported == 1:
            self.home.remind(self)
        elif self.unreported >= FRAMES_BEFORE_POS:
            self.report()
        if not self.is_caught_up:
            self._look_whether_caught_up(heard.epoch)

    def _start_from(self, told: Told, heard: Heard) -> None:
        self.faults += heard.epoch == self.epoch and heard.seq < self.seq
        self.epoch, self.seq = heard.epoch, heard.seq
        self.snapshots += 1
        self.counts = told
        self._look_whether_caught_up(heard.epoch)

    def _look_whether_caught_up(self, epoch: str) -> None:
        if not self.is_caught_up and self.goal != NOWHERE and epoch == self.epoch and self.seq >= self.goal:
            self.is_caught_up = True
            self.attempt = 0
            self.home.take_in(self)

    def _answer(self, heard: Heard) -> None:
        reply = self.home.replies.pop(heard.ref or "", None)
        if reply is not None and not reply.done():
            reply.set_result(heard)
