"""The two sockets: read what a client sends, ask the domain, answer. No rule of the trade is in here."""

import asyncio
import logging
import time
from typing import Any, ClassVar
from uuid import UUID

from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer

from chatserver.faults import log_fault
from chatserver.live import protocol as wire
from chatserver.live.commands import BUSY_AFTER_MS, Order, Verdict, refuse
from chatserver.live.decoding import BadFrame, decode
from chatserver.live.frames import port_of
from chatserver.live.hub import Hub, hub_here
from chatserver.live.identity import Person, language_of, read_handshake
from chatserver.live.jitter import about_s, within_ms
from chatserver.live.joining import let_in, require_still
from chatserver.live.line import Line
from chatserver.live.pools import readers
from chatserver.live.reader import Reader
from chatserver.live.resume import read_standing
from chatserver.live.room import Room
from chatserver.live.throttle import Strikes, TokenBucket, buckets
from chatserver.live.wording import farewell, refusal
from sessions.refusals import Refused

logger = logging.getLogger(__name__)

JOIN_WITHIN_S = 10.0
ASK_AGAIN_EVERY_S = 30.0
ANSWER_WITHIN_S = 4.0
MAX_IN_FLIGHT = 8
MAX_FLOODS = 11
BACK_AFTER_MS = 5_000
BACK_AFTER_STRIKES_MS = 30_000

INPUT_FAULTS = frozenset({"empty", "too_long", "bad_characters"})
"""Refusals of the domain that count as a client's faults, like a frame that the wire does not know."""

TURNED_AWAY = {
    "sign_in": wire.Close.SIGN_IN,
    "forbidden": wire.Close.FORBIDDEN,
    "not_found": wire.Close.NOT_FOUND,
    "ended": wire.Close.ENDED,
}


class LiveConsumer(AsyncWebsocketConsumer):
    """One socket. It is accepted before anything is asked of the database, and joins in a task of its own.

    What it receives is handled in memory. A command is carried out in its own task, so that nothing waits for it.
    """

    door: ClassVar[str]

    line: Line
    room: Room
    reader: Reader | None = None
    person: Person

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """As channels', for a socket that hears its client alone: the hub brings the news, and no channel layer.

        Without dispatch(), which would look after this thread's database connections at each message, in another
        thread: there are none here.
        """
        self.scope, self.base_send = scope, send
        try:
            while True:
                message = await receive()
                await getattr(self, get_handler_name(message))(message)
        except StopConsumer:
            return

    async def websocket_disconnect(self, message: Any) -> None:
        """As channels', without groups and without that look."""
        await self.disconnect(message["code"])
        raise StopConsumer

    @property
    def language(self) -> str:
        return self.person.language

    async def connect(self) -> None:
        self.hub: Hub = hub_here()
        self.chat_session_id: UUID = self.scope["url_route"]["kwargs"]["chat_session_id"]
        self.person = Person(None, language_of(read_handshake(self.scope["headers"])))
        self.line = Line(self.base_send, port_of(self.scope))
        self.in_flight: set[asyncio.Task[None]] = set()
        self.bucket = TokenBucket(time.monotonic())
        self.faults, self.floods = Strikes(), Strikes(MAX_FLOODS)
        self.joined = asyncio.Event()
        await self.accept()
        self.joining = asyncio.create_task(self.stay())

    async def disconnect(self, code: int) -> None:
        self.joining.cancel()
        self.line.lose()
        if self.reader is not None:
            self.room.leave(self.reader)

    async def stay(self) -> None:
        """Take a seat in the room, or say why not and close."""
        try:
            async with asyncio.timeout(JOIN_WITHIN_S):
                await self.take_seat()
            await self.keep_seat()
        except Refused as no:
            await self.line.hang_up(TURNED_AWAY.get(no.code, wire.Close.FORBIDDEN), str(no.message))
        except TimeoutError:
            await self.hang_up(wire.Close.OVERLOADED, within_ms(BACK_AFTER_MS))
        except Exception as error:  # noqa: BLE001 -- whatever it is, the client is told to come back
            log_fault(logger, "A socket could not join or stay.", error)
            await self.hang_up(wire.Close.INTERNAL, within_ms(BACK_AFTER_MS))

    async def take_seat(self) -> None:
        room = await self.hub.open_room(self.chat_session_id)
        notes_from = room.expect() if room is not None else 0
        guest = await readers.run(let_in, self.scope["headers"], self.chat_session_id, self.door)
        self.person = guest.person
        if room is None:  # announced between the two questions
            return await self.hang_up(wire.Close.RESYNC, within_ms(BACK_AFTER_MS))
        account_id = guest.person.account_id
        reader = Reader(
            line=self.line,
            person=account_id if account_id is not None else self.line,
            public_id=guest.public_id,
            language=guest.person.language,
            is_desk=self.door == "desk",
        )
        if account_id is not None and room.is_full_of(reader):
            return await self.hang_up(wire.Close.TOO_MANY_TABS)
        self.room, self.reader = room, reader
        room.seat(reader, guest.you, read_standing(self.scope["query_string"].decode("latin1")), notes_from)
        self.joined.set()
        return None

    async def keep_seat(self) -> None:
        """Ask now and then whether this person, if it is one we know, may stay. Raises Refused once they may not."""
        while self.person.account_id is not None and not self.line.is_over:
            await asyncio.sleep(about_s(ASK_AGAIN_EVERY_S))
            try:
                async with self.hub.asking_again:
                    await readers.run(self.ask_again)
            except Refused:
                raise
            except Exception as error:  # noqa: BLE001 -- a database that is away sends nobody away
                log_fault(logger, "Whether a socket may stay could not be asked; it is asked again.", error)

    def ask_again(self) -> None:
        """Runs in the read pool. Raises Refused."""
        require_still(self.scope["headers"], self.person)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.line.is_over:
            return
        try:
            match decode(text_data):
                case wire.Pos(seq=seq) if self.reader is not None:
                    self.room.confirm(self.reader, seq)
                case wire.Command() as command:
                    await self.take(command)
        except BadFrame as bad:
            await self.answer(refuse(bad.code, bad.ref, self.language))
            await self.count_fault()
        except Exception as error:  # noqa: BLE001 -- a frame must not cost anybody their socket
            log_fault(logger, "A frame could not be handled.", error)
            await self.answer(refuse("internal", None, self.language, retry=True, after_ms=BUSY_AFTER_MS))

    async def take(self, command: wire.Command) -> None:
        """Start to carry a command out, unless there are too many of them."""
        now, account_id = time.monotonic(), self.person.account_id
        wait_ms = self.bucket.take(now) if account_id is None else buckets.take(account_id, now)
        if wait_ms:
            await self.answer(refuse("rate_limited", command.ref_text, self.language, retry=True, after_ms=wait_ms))
            if self.floods.add(now):
                await self.hang_up(wire.Close.RATE_LIMITED, within_ms(BACK_AFTER_MS, after_ms=BACK_AFTER_STRIKES_MS))
        elif len(self.in_flight) >= MAX_IN_FLIGHT:
            await self.answer(refuse("busy", command.ref_text, self.language, retry=True, after_ms=BUSY_AFTER_MS))
        else:
            task = asyncio.create_task(self.carry_out(command))
            self.in_flight.add(task)
            task.add_done_callback(self.in_flight.discard)

    async def carry_out(self, command: wire.Command) -> None:
        """See a command through to its one answer; one that came before the welcome waits for it."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await self.joined.wait()
                verdict = await self.hub.writer.submit(self.order(command))
        except TimeoutError:
            verdict = refuse("timeout", command.ref_text, self.language, retry=True, after_ms=BUSY_AFTER_MS)
        except Exception as error:  # noqa: BLE001 -- every command gets an answer
            log_fault(logger, f"{command.op} could not be carried out.", error)
            verdict = refuse("internal", command.ref_text, self.language, retry=True, after_ms=BUSY_AFTER_MS)
        await self.answer(verdict)
        if verdict.code in INPUT_FAULTS:
            await self.count_fault()
        elif verdict.code == "sign_in" and self.person.account_id is not None:
            await self.line.hang_up(wire.Close.SIGN_IN, refusal("sign_in", self.language))

    def order(self, command: wire.Command) -> Order:
        return Order(
            account_id=self.person.account_id,
            chat_session_id=self.chat_session_id,
            door=self.door,
            language=self.language,
            command=command,
            session_key=self.person.session_key,
        )

    async def answer(self, verdict: Verdict) -> None:
        await self.line.send(verdict.text)

    async def count_fault(self) -> None:
        if self.faults.add(time.monotonic()):
            await self.hang_up(wire.Close.RATE_LIMITED, within_ms(BACK_AFTER_MS, after_ms=BACK_AFTER_STRIKES_MS))

    async def hang_up(self, code: wire.Close, after_ms: int | None = None) -> None:
        await self.line.hang_up(code, farewell(code, self.language), after_ms)


class RoomConsumer(LiveConsumer):
    """Residents and visitors: the public stream, and notes about their own questions."""

    door = "room"


class DeskConsumer(LiveConsumer):
    """Councillor, moderators and clerk: both streams, for as long as they are signed in and have a duty here."""

    door = "desk"

    def ask_again(self) -> None:
        let_in(self.scope["headers"], self.chat_session_id, self.door)
