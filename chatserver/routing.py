"""Which consumer stands behind which socket address."""

from typing import Any

from channels.routing import URLRouter
from django.urls import path, re_path

from chatserver.live.consumers import DeskConsumer, RoomConsumer


async def refuse_socket(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Nothing lives here: the handshake is answered with 403."""
    await send({"type": "websocket.close"})


sockets = URLRouter(
    [
        path("ws/room/<uuid:chat_session_id>/", RoomConsumer.as_asgi()),
        path("ws/desk/<uuid:chat_session_id>/", DeskConsumer.as_asgi()),
        re_path(r"", refuse_socket),
    ]
)
