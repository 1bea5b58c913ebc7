"""A client that knows the wire's contract and nothing of the server: for tests that drive a real one.

    async with LiveClient(server.base_url, chat_session, cookie=await sign_in(link)) as resident:
        ack = await resident.send("question.ask", text="When?", kind="question")     # the ack or nack, as a dict
        await resident.until(lambda: resident.public["queue"])                       # raises TimeoutError
        resident.cut()                                                               # the line breaks
        await resident.resume()                                                      # back, from where it was

It keeps: `epoch`; `seqs`, `states` and `applied` (the numbers of all events, in the order in which they came) by
stream; `you` from the welcome; `notes`, `beats`, `byes`; `replies` by ref; `received`, every text frame as it came, to
search for words that should not be there; `faults`, every breach of the contract; `journal`, all of that and its own
commands for the checker. It sends `pos` as the contract demands.
"""

import asyncio
import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from email.message import Message
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from tests.clients.journal import Journal
from tests.clients.live_fold import State, empty, fold
from tests.clients.live_pieces import fetch_piece, next_request, take_piece

PATIENCE_S = 30.0
"""For events that come in a moment on an idle machine. A Stopwatch measures how soon they come."""
FRAMES_BEFORE_POS = 4
POS_EVERY_S = 2.0


class LiveClient:
    """One person's socket in one chat session, by the door "room" or "desk". Without a cookie: a visitor.

    Set before it joins: language; sends_pos; comes_from, an address of this machine, for one client of a large crowd;
    through, the port of a proxy; receive_buffer, in bytes, for a client whose connection is soon full;
    answered_within_s, after which it stops waiting for an answer.
    """

    comes_from: str | None = None
    through: int | None = None
    receive_buffer: int | None = None
    answered_within_s = PATIENCE_S

    def __init__(self, base_url: str, chat_session: str, *, door: str = "room", cookie: str = "") -> None:
        self.base_url = base_url.rstrip("/")
        self.chat_session = chat_session
        self.door = door
        self.cookie = cookie
        self.language = "en"
        self.sends_pos = True
        self.epoch = ""
        self.you: dict[str, Any] = {}
        self.seqs = {"public": -1, "desk": -1}
        self.states: dict[str, State] = {"public": empty("public"), "desk": empty("desk")}
        self.applied: dict[str, list[int]] = {"public": [], "desk": []}
        self.notes: list[dict[str, Any]] = []
        self.beats: list[dict[str, Any]] = []
        self.byes: list[dict[str, Any]] = []
        self.frames: list[dict[str, Any]] = []
        self.replies: dict[str | None, dict[str, Any]] = {}
        self.journal = Journal(person=cookie or f"visitor {id(self)}", door=door)
        self.faults: list[str] = []
        self.close_code: int | None = None
        self.closed_at = 0.0
        self._socket: ClientConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._news = asyncio.Condition()
        self._welcomes = 0
        self._frames_since_pos = 0

    # Joining and leaving

    async def join(self, **query: object) -> dict[str, Any]:
        """Connect and wait for the welcome; or for a close, whose code is then in close_code."""
        address = f"{self.base_url.replace('http', 'ws', 1)}/ws/{self.door}/{self.chat_session}/?{urlencode(query)}"
        await self._end_tasks()
        headers = {"Accept-Language": self.language} | ({"Cookie": self.cookie} if self.cookie else {})
        self._socket = await connect(
            address,
            origin=Origin(self.base_url),
            additional_headers=headers,
            max_size=None,
            compression=None,
            open_timeout=PATIENCE_S,
            close_timeout=1,
            ping_interval=None,  # browsers send none
            sock=self._open_line() if self.through or self.receive_buffer else None,
            local_addr=(self.comes_from, 0) if self.comes_from else None,
        )
        self.close_code = None
        welcomes = self._welcomes
        self._tasks = [asyncio.create_task(self._listen(self._socket)), asyncio.create_task(self._report())]
        await self.until(lambda: self._welcomes > welcomes or self.close_code is not None)
        return self.you

    async def resume(self) -> None:
        """Join again from this client's position."""
        positions = {"epoch": self.epoch, "since": self.seqs["public"]}
        if self.door == "desk":
            positions["desk_since"] = self.seqs["desk"]
        await self.join(**positions)

    def cut(self) -> None:
        """Break the connection, without a close frame."""
        assert self._socket is not None
        self._socket.transport.abort()

    def stop_reading(self) -> None:
        """Stop reading, as a phone does that sleeps: the connection stays."""
        assert self._socket is not None
        self._socket.transport.pause_reading()

    def read_on(self) -> None:
        assert self._socket is not None
        self._socket.transport.resume_reading()

    async def leave(self) -> None:
        """Close the connection properly."""
        if self._socket is not None:
            await self._socket.close()
        await self._end_tasks()

    async def __aenter__(self) -> Self:
        await self.join()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.leave()

    # Sending

    async def send(self, op: str, *, ref: str | None = None, **fields: Any) -> dict[str, Any]:
        """Send a command and wait for its ack or nack. Raises ConnectionError if the connection closes before."""
        ref = ref or str(uuid4())
        self.replies.pop(ref, None)
        self.journal.invoke(ref, op, fields)
        try:
            await self.say(json.dumps({"type": "cmd", "ref": ref, "op": op} | fields, ensure_ascii=False))
            return await self.reply_to(ref)
        except ConnectionClosed as closed:
            raise ConnectionError("the line was closed before the command was sent") from closed
        finally:
            self.journal.give_up(ref)

    async def post(self, op: str, *, ref: str | None = None, **fields: Any) -> dict[str, Any]:
        """Post a command by a plain request, as a client sends it that cannot use sockets."""
        ref = ref or str(uuid4())
        self.journal.invoke(ref, op, fields)
        try:
            frame = await asyncio.to_thread(
                _post, f"{self.base_url}/api/chat/{self.chat_session}/commands", self.cookie, ref=ref, op=op, **fields
            )
            self.journal.answer(frame)
            return frame
        finally:
            self.journal.give_up(ref)

    async def say(self, frame: str | bytes) -> None:
        """Send a frame as it is, good or bad."""
        assert self._socket is not None
        await self._socket.send(frame)

    async def reply_to(self, ref: str | None) -> dict[str, Any]:
        """The ack or nack with this ref, when it has come. None: the next one without a ref.

        Raises ConnectionError if the connection broke before it came, TimeoutError if nothing comes.
        """
        await self.until(lambda: ref in self.replies or self.close_code is not None, within_s=self.answered_within_s)
        if ref not in self.replies:
            raise ConnectionError("the line broke before the answer came")
        return self.replies.pop(ref)

    # Receiving

    async def until(self, is_so: Callable[[], object], *, within_s: float = PATIENCE_S) -> None:
        """Wait until a condition holds; checked after each frame. Raises TimeoutError."""
        async with asyncio.timeout(within_s), self._news:
            await self._news.wait_for(is_so)

    async def look_again(self) -> None:
        """Let all waiting calls check again: something has changed that no frame tells."""
        async with self._news:
            self._news.notify_all()

    async def until_closed(self, *, within_s: float = PATIENCE_S) -> int:
        """Wait until the server has closed the connection, and close our side of it, too."""
        await self.until(lambda: self.close_code is not None, within_s=within_s)
        assert self.close_code is not None
        if self._socket is not None:
            await self._socket.wait_closed()
        return self.close_code

    async def until_seq(self, seq: int, *, stream: str = "public", within_s: float = PATIENCE_S) -> None:
        """Wait until this client has applied a stream up to a number."""
        await self.until(lambda: self.seqs[stream] >= seq, within_s=within_s)

    async def ask_for_the_rest(self) -> None:
        """Get the questions that a snapshot of the desk left out, until all are here."""
        while (parameters := next_request(self.desk)) is not None:
            piece = await asyncio.to_thread(fetch_piece, self.base_url, self.chat_session, self.cookie, parameters)
            take_piece(self.desk, piece)

    @property
    def received(self) -> list[str]:
        return self.journal.received

    @property
    def public(self) -> State:
        return self.states["public"]

    @property
    def desk(self) -> State:
        return self.states["desk"]

    def _open_line(self) -> socket.socket:
        """A connection by way of another port, or with a small receive buffer."""
        server = urlsplit(self.base_url)
        assert server.hostname is not None
        line = socket.socket()
        try:
            if self.receive_buffer is not None:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.receive_buffer)
            line.connect((server.hostname, self.through or server.port))
        except OSError:
            line.close()
            raise
        line.setblocking(False)
        return line

    async def _listen(self, line: ClientConnection) -> None:
        with suppress(ConnectionClosed):  # the code tells
            async for text in line:
                await self._hear(str(text))
        self.journal.break_off()
        async with self._news:
            self.close_code, self.closed_at = line.close_code, time.time()
            self._news.notify_all()

    async def _hear(self, text: str) -> None:
        frame = json.loads(text)
        async with self._news:
            self.received.append(text)
            self.frames.append(frame)
            match frame["type"]:
                case "welcome":
                    self.you = frame["you"]
                    self._welcomes += 1
                case "snapshot":
                    self._start_from(frame)
                case "events":
                    self._follow(frame)
                case "ack" | "nack":
                    self._take_reply(frame)
                case "note":
                    self.notes.append(frame)
                case "beat":
                    self.beats.append(frame)
                case "bye":
                    self.byes.append(frame)
                case unknown:
                    self._find_fault(f"a frame of type {unknown}")
            self._news.notify_all()
        if frame["type"] == "events":
            await self._count_frame()

    def _take_reply(self, frame: dict[str, Any]) -> None:
        self.replies[frame["ref"]] = frame
        if frame["ref"] is not None:
            self.journal.answer(frame)

    def _start_from(self, frame: dict[str, Any]) -> None:
        stream = frame["stream"]
        self.epoch = frame["epoch"]
        self.seqs[stream], self.states[stream] = frame["seq"], frame["state"]
        self.applied[stream].clear()
        self.journal.start_from(stream, frame["epoch"], frame["seq"])

    def _follow(self, frame: dict[str, Any]) -> None:
        stream, events = frame["stream"], frame["events"]
        numbers = [event["seq"] for event in events]
        if numbers != list(range(frame["first"], frame["seq"] + 1)) or frame["epoch"] != self.epoch:
            self._find_fault(f"{stream}: {numbers} in a frame from {frame['first']} to {frame['seq']}")
        for event in events:
            if event["seq"] != self.seqs[stream] + 1:
                self._find_fault(f"{stream}: {event['seq']} after {self.seqs[stream]}")
            try:
                fold(stream, self.states[stream], event)
            except (LookupError, StopIteration, TypeError) as error:
                self._find_fault(f"{stream}: {event['type']} {event['seq']} does not fit: {error!r}")
            self.seqs[stream] = event["seq"]
            self.applied[stream].append(event["seq"])
            self.journal.apply(stream, frame["epoch"], event)
        self.states[stream] |= {"counts": frame["counts"]} if "counts" in frame else {}

    def _find_fault(self, why: str) -> None:
        self.faults.append(why)
        self.journal.find_fault(why)

    async def _count_frame(self) -> None:
        self._frames_since_pos += 1
        if self._frames_since_pos >= FRAMES_BEFORE_POS:
            await self._send_pos()

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(POS_EVERY_S)
            if self._frames_since_pos:
                await self._send_pos()

    async def _end_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _send_pos(self) -> None:
        self._frames_since_pos = 0
        if self.sends_pos and self.close_code is None:
            with suppress(ConnectionClosed):  # the listener notices
                await self.say(json.dumps({"type": "pos", "seq": self.seqs["public"]}))


def _post(address: str, cookie: str, **fields: Any) -> dict[str, Any]:
    token = "t" * 32
    origin = "/".join(address.split("/")[:3])
    headers = {"Cookie": f"{cookie}; csrftoken={token}", "X-CSRFToken": token, "Origin": origin}
    body = json.dumps({"type": "cmd"} | fields, ensure_ascii=False).encode()
    request = urllib.request.Request(address, body, headers | {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            frame: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            frame = json.load(refusal)
    return frame


async def sign_in(link: str) -> str:
    """Open a sign-in link; answers the Cookie header that results."""
    return await asyncio.to_thread(_cookies_of, link)


async def sign_out(base_url: str, cookie: str) -> None:
    """Press "sign out" as the owner of a Cookie header that sign_in() gave."""
    await asyncio.to_thread(_sign_out, base_url, cookie)


def _sign_out(base_url: str, cookie: str) -> None:
    token = SimpleCookie(cookie)["csrftoken"].value
    headers = {"Cookie": cookie, "X-CSRFToken": token, "Origin": base_url}
    request = urllib.request.Request(f"{base_url}/sign-out/", method="POST", headers=headers)
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        assert answer.status == 200


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_told: Any) -> None:
        """The cookies are on the answer that redirects."""


def _cookies_of(link: str) -> str:
    try:
        with urllib.request.build_opener(_StayHere).open(link, timeout=PATIENCE_S) as answer:
            headers: Message = answer.headers
    except urllib.error.HTTPError as redirect:
        with redirect:
            headers = redirect.headers
    cookies = SimpleCookie()
    for line in headers.get_all("Set-Cookie", []):
        cookies.load(line)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
