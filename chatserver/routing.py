"""The consumer for each socket address."""

from typing import Any

from channels.routing import URLRouter
from django.urls import path, re_path

from chatserver.live.connection.consumers import DeskConsumer, RoomConsumer


async def refuse_socket(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """An unknown address: the handshake is answered with 403."""
    await send({"type": "websocket.close"})


# Django's types expect views that answer requests; here each address leads to an ASGI application.
room: Any = RoomConsumer.as_asgi()
desk: Any = DeskConsumer.as_asgi()
nothing: Any = refuse_socket
addresses: list[Any] = [
    path("ws/room/<uuid:chat_session_id>/", room),
    path("ws/desk/<uuid:chat_session_id>/", desk),
    re_path(r"", nothing),
]

sockets = URLRouter(addresses)
