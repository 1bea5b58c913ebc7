"""The two sockets, as channels knows them: what comes from the server's side of a connection goes to its visit."""

from typing import Any, ClassVar

from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer

from chatserver.live.frames import port_of
from chatserver.live.hub import hub_here
from chatserver.live.identity import read_handshake
from chatserver.live.inbox import Inbox
from chatserver.live.line import Line
from chatserver.live.resume import read_standing
from chatserver.live.visit import Visit


class LiveConsumer(AsyncWebsocketConsumer):
    """One socket. It is accepted before anything is asked of the database."""

    door: ClassVar[str]

    visit: Visit
    inbox: Inbox | None = None

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

    async def connect(self) -> None:
        headers = self.scope["headers"]
        handshake = read_handshake(headers)
        if isinstance(headers, list):  # the server's own, which it keeps for as long as the socket lasts
            headers.clear()
        standing = read_standing(self.scope["query_string"].decode("latin1"))
        self.visit = Visit(
            hub=hub_here(),
            line=Line(self.base_send, port_of(self.scope)),
            chat_session_id=self.scope["url_route"]["kwargs"]["chat_session_id"],
            door=self.door,
        )
        client = self.scope.get("client") or ("", 0)
        await self.accept()
        self.visit.begin(handshake, standing, client[0])

    async def disconnect(self, code: int) -> None:
        self.visit.end()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.visit.line.is_over:
            return
        if self.inbox is None:
            self.inbox = Inbox(self.visit)
        await self.inbox.take(text_data)


class RoomConsumer(LiveConsumer):
    """Residents and visitors: the public stream, and notes about their own questions."""

    door = "room"


class DeskConsumer(LiveConsumer):
    """Councillor, moderators and clerk: both streams, for as long as they are signed in and have a duty here."""

    door = "desk"
