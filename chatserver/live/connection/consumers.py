"""The two sockets as Channels consumers: they pass the server's messages to their connection."""

from typing import Any, ClassVar

from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer

from chatserver.live.admission.identity import read_handshake
from chatserver.live.connection.connection import Connection
from chatserver.live.connection.inbound import Inbound
from chatserver.live.fanout.hub import hub_here
from chatserver.live.fanout.outbound import Outbound
from chatserver.live.wire.frames import port_of
from chatserver.live.wire.resume import read_resume_position


class LiveConsumer(AsyncWebsocketConsumer):
    """One socket. It is accepted before anything is asked of the database."""

    door: ClassVar[str]

    connection: Connection
    inbound: Inbound | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle the client's messages like Channels, and no others: news comes from the hub, not from a channel layer.

        The framework's dispatcher is left out: at each message it would check this thread's database connections, in
        another thread, and there are none here.
        """
        self.scope, self.base_send = scope, send
        try:
            while True:
                message = await receive()
                await getattr(self, get_handler_name(message))(message)
        except StopConsumer:
            return

    async def websocket_disconnect(self, message: Any) -> None:
        """Disconnect like Channels, but without groups and without the check of database connections."""
        await self.disconnect(message["code"])
        raise StopConsumer

    async def connect(self) -> None:
        headers = self.scope["headers"]
        handshake = read_handshake(headers)
        if isinstance(headers, list):  # the server's own list, which it keeps for as long as the socket lasts
            headers.clear()
        resume_from = read_resume_position(self.scope["query_string"].decode("latin1"))
        self.connection = Connection(
            hub=hub_here(),
            outbound=Outbound(self.base_send, port_of(self.scope)),
            chat_session_id=self.scope["url_route"]["kwargs"]["chat_session_id"],
            door=self.door,
        )
        client = self.scope.get("client") or ("", 0)
        await self.accept()
        self.connection.begin(handshake, resume_from, client[0])

    async def disconnect(self, code: int) -> None:
        self.connection.leave()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.connection.outbound.is_closed:
            return
        if self.inbound is None:
            self.inbound = Inbound(self.connection)
        await self.inbound.take(text_data)


class RoomConsumer(LiveConsumer):
    """Residents and visitors: the public stream, and notes about their own questions."""

    door = "room"


class DeskConsumer(LiveConsumer):
    """Councillor, moderators and clerk: both streams, for as long as they are signed in and have a duty here."""

    door = "desk"
