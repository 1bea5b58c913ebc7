"""One person's connection, as a browser would hold it: signed in, resumed after a cut, each command answered once.

It uses only HTTP and the socket, not the database, as any other client would.
"""

import asyncio
import json
import random
import time
from dataclasses import dataclass
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from chatserver.demo.playing.signing_in import open_sign_in_link
from chatserver.demo.playing.stream_positions import Frame, MissedEvents, StreamListener, StreamPositions
from chatserver.live.timing.throttle import TokenBucket
from sessions.contract.close_codes import FIRST_FINAL

QUIET_AT_MOST_S = 40.0
ANSWER_WITHIN_S = 8.0
CLOSE_WITHIN_S = 1.0
GIVE_UP_AFTER_S = 45.0
LONGEST_WAIT_S = 20.0
FIRST_WAIT_S = 3.0
TOKEN_MARGIN_S = 0.05
MAX_TRIES = 6


class ServerGone(Exception):
    """The server has been away for too long to go on waiting."""


class ClosedForGood(Exception):
    """The server closed the connection with a code that means: do not reconnect."""


@dataclass(frozen=True, slots=True)
class ServerReply:
    """How a command ended. code: empty where it was carried out, "unanswered" where the connection stayed down."""

    code: str
    facts: Frame

    @property
    def is_done(self) -> bool:
        return not self.code


class DemoConnection:
    """run() reconnects until it is cancelled. command() may be called meanwhile, and waits for the connection."""

    def __init__(self, base_url: str, link: str, path: str, listener: StreamListener | None = None) -> None:
        self._base_url, self._link, self._path = base_url, link, path
        self._positions = StreamPositions(listener)
        self._cookies = ""
        self._after_ms: int | None = None
        self._was_welcome = False
        self._up = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._answers: dict[str, asyncio.Future[Frame | None]] = {}
        self._bucket = TokenBucket(time.monotonic())

    async def run(self) -> None:
        """Run until cancelled. Raises ServerGone, ClosedForGood or NotLetIn."""
        failures, up_at = 0, time.monotonic()
        while time.monotonic() - up_at < GIVE_UP_AFTER_S:
            self._after_ms, self._was_welcome = None, False
            try:
                await self._hold()
            except (OSError, InvalidHandshake, ConnectionClosed, MissedEvents) as reason:
                _stop_if_told_to(reason)
            finally:
                self._hang_up()
            if self._was_welcome:
                failures, up_at = 0, time.monotonic()
            await asyncio.sleep(self._after_ms / 1000 if self._after_ms is not None else _wait_s(failures))
            failures += 1
        raise ServerGone

    async def command(self, op: str, **fields: object) -> ServerReply:
        """Send a command until it is answered, each time with the same ref, so that it is carried out once."""
        ref = str(uuid4())
        text = json.dumps({"type": "cmd", "ref": ref, "op": op, **fields}, ensure_ascii=False)
        for _try in range(MAX_TRIES):
            await self._up.wait()
            await self._get_token()
            answer = await self._send_and_wait(ref, text)
            if answer is None:
                continue
            if answer["type"] == "ack":
                return ServerReply("", answer["result"])
            if not answer["retry"]:
                return ServerReply(answer["code"], answer)
            await asyncio.sleep((answer["after_ms"] or 500) / 1000 * random.uniform(1, 1.5))
        return ServerReply("unanswered", {})

    async def _hold(self) -> None:
        """Connect and read until the connection ends."""
        if not self._cookies:
            self._cookies = await asyncio.to_thread(open_sign_in_link, self._base_url, self._link)
        address = self._base_url.replace("http", "ws", 1) + self._path + self._positions.query()
        headers = {"Cookie": self._cookies, "Origin": self._base_url}
        async with connect(
            address, additional_headers=headers, compression=None, proxy=None, close_timeout=CLOSE_WITHIN_S
        ) as socket:
            self._socket = socket
            self._positions.begin()
            while True:
                await self._read(socket)

    async def _read(self, socket: ClientConnection) -> None:
        """Read one frame, or send a confirmation if that is due first."""
        due_at = self._positions.confirm_at()
        try:
            async with asyncio.timeout(QUIET_AT_MOST_S if due_at is None else due_at - time.monotonic()):
                text = await socket.recv()
        except TimeoutError:
            if due_at is None:
                raise
        else:
            self._take(json.loads(text))
        confirmation = self._positions.confirmation(time.monotonic())
        if confirmation is not None:
            await socket.send(json.dumps(confirmation))

    def _take(self, frame: Frame) -> None:
        self._positions.take(frame, time.monotonic())
        match frame["type"]:
            case "welcome":
                self._was_welcome = True
                self._up.set()
            case "ack" | "nack":
                answer = self._answers.get(frame["ref"])
                if answer is not None and not answer.done():
                    answer.set_result(frame)
            case "bye":
                self._after_ms = frame["after_ms"]

    async def _get_token(self) -> None:
        """Send no faster than the server's throttle allows: a client that is refused too often is disconnected."""
        wait_ms = self._bucket.take(time.monotonic())
        while wait_ms:
            await asyncio.sleep(wait_ms / 1000 + TOKEN_MARGIN_S)
            wait_ms = self._bucket.take(time.monotonic())

    async def _send_and_wait(self, ref: str, text: str) -> Frame | None:
        """The answer; None where the connection ended or timed out, so that the outcome is unknown."""
        assert self._socket is not None
        answer: asyncio.Future[Frame | None] = asyncio.get_running_loop().create_future()
        self._answers[ref] = answer
        try:
            await self._socket.send(text)
            async with asyncio.timeout(ANSWER_WITHIN_S):
                return await answer
        except ConnectionClosed:
            self._up.clear()  # run() may not have noticed yet
            return None
        except TimeoutError:
            return None
        finally:
            del self._answers[ref]

    def _hang_up(self) -> None:
        self._up.clear()
        for answer in self._answers.values():
            if not answer.done():
                answer.set_result(None)


def _stop_if_told_to(reason: Exception) -> None:
    """Raises ClosedForGood where the server closed with such a code."""
    if isinstance(reason, ConnectionClosed) and reason.rcvd is not None and reason.rcvd.code >= FIRST_FINAL:
        raise ClosedForGood(reason.rcvd.code) from reason


def _wait_s(failures: int) -> float:
    """Full jitter, so that clients that were cut off together do not reconnect together."""
    return random.uniform(0, FIRST_WAIT_S if not failures else min(LONGEST_WAIT_S, 0.5 * 2**failures))
