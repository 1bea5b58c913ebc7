"""One socket in one chat session: it joins, follows the room, and is closed or leaves."""

import asyncio
import logging
from collections.abc import Hashable
from uuid import UUID

from chatserver.accounts.limits.recent_sessions import recent_sessions
from chatserver.live.admission.admitting import AdmissionUnknown, JoinRequest
from chatserver.live.admission.identity import Handshake, SocketIdentity
from chatserver.live.admission.occupancy import occupancy
from chatserver.live.fanout.hub import Hub, TooManyRooms
from chatserver.live.fanout.outbound import Outbound
from chatserver.live.fanout.room import Room
from chatserver.live.fanout.subscribers import Subscriber
from chatserver.live.timing.jitter import after_flood_ms, within_ms
from chatserver.live.wire import protocol as wire
from chatserver.live.wire.messages import close_reason
from chatserver.live.wire.resume import ResumePosition
from chatserver.monitoring.faults import log_fault
from sessions.contract.close_codes import CLOSE_OF_REFUSAL
from sessions.platform.refusals import Refused

logger = logging.getLogger(__name__)

JOIN_WITHIN_S = 10.0
BACK_AFTER_MS = 5_000
CROWD_AGAIN_AFTER_MS = 10_000
CROWD_AGAIN_WITHIN_MS = 20_000


class TooManySockets(Exception):
    """There are too many sockets: of this account, of visitors in this process, or of visitors from this address."""

    def __init__(self, code: wire.Close, after_ms: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.after_ms = after_ms


class Connection:
    """Belongs to the event loop's thread. Joining is a task; a joined connection has none: there are thousands.

    person is a visitor until the client is let in; subscriber is None until then.
    """

    __slots__ = ("_joining", "_place", "_room", "chat_session_id", "door", "hub", "outbound", "person", "subscriber")

    def __init__(self, *, hub: Hub, outbound: Outbound, chat_session_id: UUID, door: str) -> None:
        self.hub = hub
        self.outbound = outbound
        self.chat_session_id = chat_session_id
        self.door = door
        self.person = SocketIdentity(None, "")
        self.subscriber: Subscriber | None = None
        self._room: Room | None = None
        self._place: Hashable | None = None
        self._joining: asyncio.Task[None] | None = None

    @property
    def language(self) -> str:
        return self.person.language

    @property
    def reads_desk(self) -> bool:
        return self.subscriber is not None and self.subscriber.is_desk

    def begin(self, handshake: Handshake, resume_from: ResumePosition, client_address: str) -> None:
        """Begin to join the room, or to tell why not and close. client_address: as the server saw it."""
        self.person = SocketIdentity(None, handshake.language)
        self.outbound.close_on_flood(self.close_for_rate_limit)
        self._joining = asyncio.create_task(self._join(handshake, resume_from, client_address))

    async def is_subscribed(self) -> bool:
        """Whether the client has joined, once that is known."""
        if self._joining is not None:
            await asyncio.wait([self._joining])
        return self.subscriber is not None

    def confirm(self, seq: int) -> None:
        """The client confirms its position."""
        if self._room is not None and self.subscriber is not None:
            self._room.confirm(self.subscriber, seq)

    async def close(self, code: wire.Close, after_ms: int | None = None) -> None:
        """Close with a code and the words for it."""
        await self.outbound.close(code, close_reason(code, self.language), after_ms)

    def close_for_refusal(self, no: Refused) -> None:
        """Close with the code and the words of a refusal, without waiting."""
        self.outbound.start_closing(CLOSE_OF_REFUSAL.get(no.code, wire.Close.FORBIDDEN), str(no.message))

    def close_for_rate_limit(self) -> None:
        """Close the connection of a client that sends far too much, without waiting."""
        code = wire.Close.RATE_LIMITED
        self.outbound.start_closing(code, close_reason(code, self.language), after_flood_ms())

    def leave(self) -> None:
        """The client is gone: free what it had."""
        if self._joining is not None:
            self._joining.cancel()
        self.outbound.mark_closed()
        self.hub.revalidation.remove(self)
        if self._room is not None and self.subscriber is not None:
            self._room.leave(self.subscriber)
        if self._place is not None:
            occupancy.leave(self._place)
            self._place = None

    async def _join(self, handshake: Handshake, resume_from: ResumePosition, client_address: str) -> None:
        try:
            async with asyncio.timeout(JOIN_WITHIN_S):
                await self._subscribe(handshake, resume_from, client_address)
        except Refused as no:
            self.close_for_refusal(no)
        except TooManySockets as too_many:
            await self.close(too_many.code, too_many.after_ms)
        except TooManyRooms:
            await self.close(wire.Close.OVERLOADED, within_ms(CROWD_AGAIN_WITHIN_MS, after_ms=CROWD_AGAIN_AFTER_MS))
        except TimeoutError:
            await self.close(wire.Close.OVERLOADED, within_ms(BACK_AFTER_MS))
        except AdmissionUnknown:
            await self.close(wire.Close.INTERNAL, within_ms(BACK_AFTER_MS))
        except Exception as error:  # noqa: BLE001 -- after any error, the client is told to come back
            log_fault(logger, "Joining a room by socket failed.", error)
            await self.close(wire.Close.INTERNAL, within_ms(BACK_AFTER_MS))
        finally:
            self._joining = None

    async def _subscribe(self, handshake: Handshake, resume_from: ResumePosition, client_address: str) -> None:
        if resume_from.version < wire.OLDEST_VERSION:
            return await self.close(wire.Close.OUTDATED)
        if (
            resume_from.version > wire.PROTOCOL_VERSION
        ):  # of a newer process than this one, which is about to be replaced
            return await self.close(wire.Close.RESYNC, within_ms(BACK_AFTER_MS))
        if handshake.session_key is None:  # certainly a visitor: no query is needed
            self._take_place(None, client_address)
        room = await self.hub.open_room(self.chat_session_id)
        notes_from = room.expect() if room is not None else 0
        joined = await self.hub.join_queue.let_in(JoinRequest(handshake, self.chat_session_id, self.door))
        self.person = joined.person
        if room is None:  # announced between the two queries
            return await self.close(wire.Close.RESYNC, within_ms(BACK_AFTER_MS))
        await room.catch_up_with(resume_from)
        account_id = joined.person.account_id
        self._take_place(account_id, client_address)
        subscriber = Subscriber(
            outbound=self.outbound,
            account=account_id,
            public_id=joined.public_id,
            language=self.language,
            is_desk=joined.reads_desk,
        )
        if room.is_full_of(subscriber):
            return await self.close(wire.Close.TOO_MANY_TABS)
        self._room, self.subscriber = room, subscriber
        room.subscribe(subscriber, joined.you, resume_from, notes_from)
        if account_id is not None:
            self.hub.revalidation.add(self)
            recent_sessions.note(joined.person.session_key or "", account_id)
        return None

    def _take_place(self, account_id: int | None, client_address: str) -> None:
        """Take a place in this process, once. Raises TooManySockets."""
        if self._place is not None or self.outbound.is_closed:
            return
        self._place = occupancy.take(account_id, client_address)
        if self._place is None:
            if account_id is not None:
                raise TooManySockets(wire.Close.TOO_MANY_TABS)
            raise TooManySockets(wire.Close.OVERLOADED, within_ms(CROWD_AGAIN_WITHIN_MS, after_ms=CROWD_AGAIN_AFTER_MS))
