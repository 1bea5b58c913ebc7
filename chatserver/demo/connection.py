"""One person's line to the server, as a browser would hold it: signed in, resumed after a cut, confirming what it got.

A program from outside would have to do the same; nothing here knows the database.
"""

import asyncio
import json
import random
import time
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from chatserver.demo.signing_in import sign_in
from chatserver.live.throttle import TokenBucket

CONFIRM_EVERY_FRAMES = 4
CONFIRM_WITHIN_S = 2.0
QUIET_AT_MOST_S = 40.0
ANSWER_WITHIN_S = 8.0
CLOSE_WITHIN_S = 1.0
GIVE_UP_AFTER_S = 45.0
LONGEST_WAIT_S = 20.0
FIRST_WAIT_S = 3.0
MAX_TRIES = 6
STOP_FROM_CODE = 4400

Frame = dict[str, Any]


class ServerGone(Exception):
    """The server has been away for so long that waiting on makes no sense."""


class SentAway(Exception):
    """The server closed the line for good."""


class MissedEvents(Exception):
    """The numbers have a gap: the line is resumed from the last one that came."""


class Follower(Protocol):
    """Whoever wants to see what comes over a line."""

    def take_snapshot(self, stream: str, state: Frame) -> None: ...

    def take_events(self, stream: str, events: list[Frame], counts: Frame | None) -> None: ...


@dataclass(frozen=True, slots=True)
class Reply:
    """How a command ended. code is empty where it was carried out; "unanswered" where the line stayed down."""

    code: str
    facts: Frame

    @property
    def is_done(self) -> bool:
        return not self.code


class Connection:
    """run() keeps the line up until it is cancelled; command() may be called meanwhile, and waits for the line."""

    def __init__(self, base_url: str, link: str, path: str, follower: Follower | None = None) -> None:
        self._base_url, self._link, self._path = base_url, link, path
        self._follower = follower
        self._cookies = ""
        self._epoch = ""
        self._seqs: dict[str, int] = {}
        self._to_confirm = 0
        self._confirm_at = 0.0
        self._after_ms: int | None = None
        self._up = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._answers: dict[str, asyncio.Future[Frame | None]] = {}
        self._bucket = TokenBucket(time.monotonic())

    async def run(self) -> None:
        """Raises ServerGone or SentAway, and ends in no other way but by being cancelled."""
        failures, up_at = 0, time.monotonic()
        while time.monotonic() - up_at < GIVE_UP_AFTER_S:
            self._after_ms = None
            try:
                await self._hold()
            except (OSError, InvalidHandshake, ConnectionClosed, MissedEvents) as reason:
                stop_if_told_to(reason)
            if self._up.is_set():
                failures, up_at = 0, time.monotonic()
            self._hang_up()
            await asyncio.sleep(self._wait_s(failures))
            failures += 1
        raise ServerGone

    async def command(self, op: str, **fields: Any) -> Reply:
        """Send a command until it is answered, always with the same ref, so that it is carried out once."""
        ref = str(uuid4())
        text = json.dumps({"type": "cmd", "ref": ref, "op": op, **fields}, ensure_ascii=False)
        for _try in range(MAX_TRIES):
            await self._up.wait()
            await asyncio.sleep(self._bucket.take(time.monotonic()) / 1000)
            answer = await self._send_and_wait(ref, text)
            if answer is None:
                continue
            if answer["type"] == "ack":
                return Reply("", answer["result"])
            if not answer["retry"]:
                return Reply(answer["code"], answer)
            await asyncio.sleep((answer["after_ms"] or 500) / 1000 * random.uniform(1, 1.5))
        return Reply("unanswered", {})

    async def _hold(self) -> None:
        """Connect and read until the line ends."""
        if not self._cookies:
            self._cookies = await asyncio.to_thread(sign_in, self._base_url, self._link)
        address = self._base_url.replace("http", "ws", 1) + self._path + self._standing()
        headers = {"Cookie": self._cookies, "Origin": self._base_url}
        async with connect(
            address, additional_headers=headers, compression=None, proxy=None, close_timeout=CLOSE_WITHIN_S
        ) as socket:
            self._socket = socket
            while True:
                await self._read(socket)

    async def _read(self, socket: ClientConnection) -> None:
        """Take one frame, or confirm what came before if that is due first."""
        now = time.monotonic()
        within_s = self._confirm_at - now if self._to_confirm else QUIET_AT_MOST_S
        try:
            async with asyncio.timeout(within_s):
                text = await socket.recv()
        except TimeoutError:
            if not self._to_confirm:
                raise
        else:
            self._take(json.loads(text))
        if self._to_confirm >= CONFIRM_EVERY_FRAMES or (self._to_confirm and time.monotonic() >= self._confirm_at):
            self._to_confirm = 0
            await socket.send(json.dumps({"type": "pos", "seq": self._seqs["public"]}))

    def _take(self, frame: Frame) -> None:
        match frame["type"]:
            case "welcome":
                self._epoch = frame["epoch"]
                self._up.set()
            case "snapshot":
                self._seqs[frame["stream"]] = frame["seq"]
                if self._follower is not None:
                    self._follower.take_snapshot(frame["stream"], frame["state"])
            case "events":
                self._take_events(frame)
            case "beat" if frame["seq"] > self._seqs["public"]:
                raise MissedEvents
            case "ack" | "nack":
                answer = self._answers.get(frame["ref"])
                if answer is not None and not answer.done():
                    answer.set_result(frame)
            case "bye":
                self._after_ms = frame["after_ms"]

    def _take_events(self, frame: Frame) -> None:
        stream = frame["stream"]
        seen = self._seqs[stream]
        if frame["first"] > seen + 1:
            raise MissedEvents
        self._seqs[stream] = max(seen, frame["seq"])
        if self._follower is not None:
            fresh = [event for event in frame["events"] if event["seq"] > seen]
            self._follower.take_events(stream, fresh, frame.get("counts"))
        if not self._to_confirm:
            self._confirm_at = time.monotonic() + CONFIRM_WITHIN_S
        self._to_confirm += 1

    async def _send_and_wait(self, ref: str, text: str) -> Frame | None:
        """The answer; None where the line ended or said nothing, so that nobody knows whether it was carried out."""
        assert self._socket is not None
        answer: asyncio.Future[Frame | None] = asyncio.get_running_loop().create_future()
        self._answers[ref] = answer
        try:
            await self._socket.send(text)
            async with asyncio.timeout(ANSWER_WITHIN_S):
                return await answer
        except (ConnectionClosed, TimeoutError):
            return None
        finally:
            del self._answers[ref]

    def _hang_up(self) -> None:
        self._up.clear()
        self._to_confirm = 0
        for answer in self._answers.values():
            if not answer.done():
                answer.set_result(None)

    def _standing(self) -> str:
        """Where to resume from; nothing on the first time."""
        if not self._seqs:
            return ""
        desk = {"desk_since": self._seqs["desk"]} if "desk" in self._seqs else {}
        return "?" + urlencode({"epoch": self._epoch, "since": self._seqs["public"], **desk})

    def _wait_s(self, failures: int) -> float:
        """Full jitter, unless the server said when to come back."""
        if self._after_ms is not None:
            return self._after_ms / 1000
        return random.uniform(0, FIRST_WAIT_S if not failures else min(LONGEST_WAIT_S, 0.5 * 2**failures))


def stop_if_told_to(reason: Exception) -> None:
    """Raises SentAway where the server closed with a code that means: do not come back."""
    if isinstance(reason, ConnectionClosed) and reason.rcvd is not None and reason.rcvd.code >= STOP_FROM_CODE:
        raise SentAway(reason.rcvd.code) from reason
